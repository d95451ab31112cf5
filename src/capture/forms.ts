// What becomes of forms: started, submitted, abandoned; which field took how long, was corrected or refused.
// Reads names of fields, never values, but of those on the site's own list when the form is submitted.

import type { Capture } from '../types.js'
import { clean, declared, seconds } from './clean.js'
import { nameOf, selectorOf } from './describe.js'
import { pathOf } from './actor.js'
import { onLeaving } from './leaving.js'
import { listenAll } from './listen.js'

/** Options of {@link forms}. */
export type FormsOptions = {
  /** Names of fields whose values `Form Submitted` may carry, as `values`. Never of passwords, cards or hidden fields. Default: none. */
  readonly values?: readonly string[]
}

type Field = HTMLInputElement
type Filling = {
  /** In the order in which they were first entered or changed. */
  readonly fields: Map<string, { ms: number; changes: number }>
  readonly startedAt: number
  attempts: number
  last: string
  /** Fields whose error has been told since they were last changed. */
  readonly told: Set<string>
}

const fields = 'input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image]),select,textarea,[contenteditable]:not([contenteditable=false])'
const secret = /^(cc-|one-time-code|(current|new)-password)/
const maxFields = 40

const formOf = (field: Element): HTMLElement | null => (field as Field).form ?? field.closest('form,[role=form],[role=search]')
/** The field that the event is about, and its form. */
const fieldOf = (event: Event): [field?: Field | undefined, form?: HTMLElement | null | undefined] => {
  const field = pathOf(event).find((node) => node.matches(fields) && !node.closest('[data-track-ignore]')) as Field | undefined
  return [field, field && formOf(field)]
}
/** Never its value. A name with digits and the like in it is masked as any text is. */
const fieldName = (field: Element): string =>
  clean(field.getAttribute('name') || field.id || field.getAttribute('aria-label') || field.getAttribute('autocomplete'), 40) ?? selectorOf(field)
const formName = (form: HTMLElement): string | undefined =>
  clean(form.getAttribute('data-track') || form.getAttribute('aria-label') || form.getAttribute('name') || form.id || (form.hasAttribute('aria-labelledby') ? nameOf(form) : '')) ??
  selectorOf(form)

/**
 * Records `Form Started` when a field is changed for the first time; `Form Error Shown` when the browser or the page
 * (`aria-invalid`) refuses a field, with the `field` and the `reason`; `Form Submitted`; and `Form Abandoned` when the page is
 * left with a form started and not submitted, with the `last_field`. The latter two carry the `fields` in the order in which
 * they were visited, `seconds` of each field (focused) and in all, which ones were `corrected` (changed again after they had
 * been left), and `attempts`. Forms are named by `data-track`, `aria-label`, `name` or `id`.
 *
 * Never: values, but of the fields named in `values`, and only when the form is submitted.
 */
export function forms({ values = [] }: FormsOptions = {}): Capture {
  return (tracker) => {
    const open = new Map<HTMLElement, Filling>()
    let focused: { readonly form: HTMLElement; readonly name: string; readonly at: number } | undefined
    let entered: { readonly field: Field; isChanged: boolean } | undefined
    const fillingOf = (form: HTMLElement): Filling => {
      const filling = open.get(form) ?? { fields: new Map(), startedAt: performance.now(), attempts: 0, last: '', told: new Set() }
      open.set(form, filling)
      return filling
    }
    const visit = (filling: Filling, name: string): { ms: number; changes: number } => {
      const field = filling.fields.get(name) ?? { ms: 0, changes: 0 }
      if (filling.fields.size < maxFields) filling.fields.set(name, field)
      return field
    }
    const blur = (): void => {
      if (focused) visit(fillingOf(focused.form), focused.name).ms += performance.now() - focused.at
      focused = undefined
    }
    const tell = (event: string, form: HTMLElement, more: object): unknown => tracker.track(event, { ...declared(form), form: formName(form), ...more })
    const sumUp = ({ fields, startedAt, attempts }: Filling): object => ({
      fields: [...fields.keys()],
      field_seconds: Object.fromEntries([...fields].map(([name, { ms }]) => [name, seconds(ms)])),
      corrected: [...fields].flatMap(([name, { changes }]) => (changes > 1 ? name : [])),
      seconds: seconds(performance.now() - startedAt),
      attempts: attempts || undefined,
    })

    const focus = (event: Event): void => {
      blur()
      const [field, form] = fieldOf(event)
      if (!field || !form) return
      entered = { field, isChanged: false }
      focused = { form, name: fieldName(field), at: performance.now() }
      visit(fillingOf(form), focused.name)
    }
    const change = (event: Event): void => {
      const [field, form] = fieldOf(event)
      // What a script fills in nobody has.
      if (!field || !form || !event.isTrusted) return
      const filling = fillingOf(form)
      const name = fieldName(field)
      const visited = visit(filling, name)
      filling.told.delete(name)
      if (!filling.last) tell('Form Started', form, { field: name })
      filling.last = name
      // Each visit to a field in which it is changed counts once.
      if (entered?.field !== field) entered = { field, isChanged: false }
      if (!entered.isChanged) visited.changes++
      entered.isChanged = true
    }
    const tellError = (field: Element, reason: string): void => {
      const form = formOf(field)
      if (!form || field.closest('[data-track-ignore]')) return
      const filling = fillingOf(form)
      const name = fieldName(field)
      if (filling.told.has(name)) return
      filling.told.add(name)
      tell('Form Error Shown', form, { field: name, reason })
    }
    const invalid = ({ target }: Event): void => {
      const { validity } = target as Field
      // Not a list of own properties: they are getters.
      let reason = 'invalid'
      for (const name in validity) if (name !== 'valid' && validity[name as keyof ValidityState]) reason = name
      tellError(target as Field, reason)
    }
    const submit = ({ target }: Event): void => {
      const form = target as HTMLFormElement
      if (form.closest('[data-track-ignore]')) return
      blur()
      const filling = fillingOf(form)
      filling.attempts++
      filling.told.clear()
      const given = values.flatMap((name) => {
        const field = [...form.querySelectorAll<Field>('input,select,textarea')].find((each) => each.name === name && (each.type !== 'radio' || each.checked))
        const isSecret = !field || /^(password|hidden|file)$/.test(field.type) || secret.test(field.autocomplete)
        return isSecret ? [] : [[name, field.type === 'checkbox' ? field.checked : clean(field.value)]]
      })
      tell('Form Submitted', form, { ...sumUp(filling), values: given.length ? Object.fromEntries(given) : undefined })
      filling.last = ''
    }
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) {
        if ((target as Element).getAttribute('aria-invalid') === 'true' && (target as Element).matches(fields)) tellError(target as Element, 'aria-invalid')
      }
    })
    observer.observe(document, { attributes: true, attributeFilter: ['aria-invalid'], subtree: true })
    const abandon = (form: HTMLElement, filling: Filling): void => {
      if (filling.last) tell('Form Abandoned', form, { ...sumUp(filling), last_field: filling.last })
      open.delete(form)
    }
    return listenAll(
      tracker,
      { focusin: focus, focusout: blur, 'input change': change, invalid, submit },
      onLeaving(tracker, (why) => {
        if (why === 'hidden') return
        blur()
        // A route may change with the form still on the page: what is gone once it has been drawn is abandoned.
        const check = (): void => open.forEach((filling, form) => (why === 'left' || !form.isConnected) && abandon(form, filling))
        if (why === 'left') check()
        else setTimeout(check)
      }),
      () => observer.disconnect(),
    )
  }
}
