// What happens in a soak follows from its seed alone.
import { expect, test } from 'vitest'
import { generateSteps, maxText, sayStep, tabCount } from '../../soak/generateSteps.js'

const all = generateSteps(7, 5_000)

test('the same seed gives the same steps, another seed others', () => {
  expect(generateSteps(7, 200)).toEqual(generateSteps(7, 200))
  expect(generateSteps(8, 200)).not.toEqual(generateSteps(7, 200))
})

test('a longer list begins with the shorter one', () => {
  expect(generateSteps(7, 300).slice(0, 100)).toEqual(generateSteps(7, 100))
})

test('every kind of step comes, in every tab, with every end', () => {
  const kinds = ['back', 'close', 'collector', 'crash', 'flush', 'forward', 'front', 'goto', 'kill', 'login', 'logout', 'network', 'open', 'reload', 'track', 'wait']
  expect([...new Set(all.map((step) => step.do))].toSorted()).toEqual(kinds)
  expect(new Set(all.flatMap((step) => ('tab' in step ? step.tab : []))).size).toBe(tabCount)
  expect([...new Set(all.flatMap((step) => ('after' in step ? step.after : [])))].toSorted()).toEqual(['close', 'crash', 'kill', 'leave', 'nothing', 'saved'])
})

test('no event is too large for the smallest limit a collector sets: it would be refused for good, and rightly', () => {
  const limits = all.flatMap((step) => (step.do === 'collector' && step.fault !== 'down' && step.fault?.kind === 'limit' ? step.fault.bytes : []))
  expect(limits.length).toBeGreaterThan(0)
  expect(Math.max(...all.flatMap((step) => (step.do === 'track' ? step.text : 0)))).toBeLessThanOrEqual(maxText)
  expect(Math.min(...limits)).toBeGreaterThan(2 * maxText)
})

test('a step is one line for people', () => {
  expect(sayStep({ do: 'wait', ms: 5 })).toBe('wait {"ms":5}')
})
