// Reads the arguments of the calls as analytics.js does: most may be left out, and what remains moves up.
// Pure; who is here is no business of it.

/** A plain object. */
export type Bag = { readonly [key: string]: unknown }

/** Called with the {@link Context} of a call, once the event is safe. */
export type Callback = (context: Context) => void

/** What a call comes to, as analytics.js calls it. */
export type Context = { readonly id: string; readonly event: Message }

/** The message of a call in the words of the Segment API, as a source middleware sees it. */
export type Message = {
  type: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias'
  event?: string
  name?: string
  category?: string
  properties?: { [key: string]: unknown }
  traits?: { [key: string]: unknown }
  userId?: string | null
  anonymousId?: string | null
  groupId?: string | null
  previousId?: string
  context: { [key: string]: unknown }
  integrations: { [key: string]: unknown }
  timestamp?: Date | string
  messageId?: string
}

/** What can be read from the arguments of any call. */
export type Said = Pick<Message, 'event' | 'name' | 'category' | 'previousId'> & {
  readonly id?: string | undefined
  readonly bag?: Bag | undefined
  readonly options?: Bag | undefined
  readonly callback?: Callback | undefined
}

const isText = (value: unknown): value is string => typeof value === 'string'
/** Whether something is a plain object. */
export const isBag = (value: unknown): value is Bag => Object.prototype.toString.call(value) === '[object Object]'
const callbackIn = (args: readonly unknown[]): Callback | undefined => args.find((each): each is Callback => typeof each === 'function')
const bagAt = (value: unknown): Bag | undefined => (isBag(value) ? value : undefined)

/** `track(event, properties?, options?, callback?)`, or one object in place of the first two. */
export function readTrack(args: readonly unknown[]): Said {
  const [first, second, third] = args
  const event = isBag(first) ? first.event : first
  if (!event || !isText(event)) throw new Error('Event missing')
  const [bag, options] = isBag(first) ? [first.properties, second] : [second, third]
  return { event, bag: bagAt(bag), options: bagAt(options), callback: callbackIn(args) }
}

/** `page(category?, name?, properties?, options?, callback?)`: one text is the name. */
export function readPage(args: readonly unknown[]): Said {
  const [first, second, third, fourth] = args
  const texts = args.filter(isText)
  const bags = args.filter(isBag)
  const named = texts.length === 1 ? { name: isText(second) ? second : texts[0]! } : texts.length === 2 && isText(first) && isText(second) ? { category: first, name: second } : {}
  const onlyOptions = bags.length === 1 && !isBag(third) && isBag(fourth)
  return { ...named, bag: onlyOptions ? undefined : bags[0], options: onlyOptions ? bags[0] : bags[1], callback: callbackIn(args) }
}

/** `identify(id?, traits?, options?, callback?)`, and `group` alike. A number is an id too. */
export function readPerson(args: readonly unknown[]): Said {
  const [first, ...others] = args
  const isId = isText(first) || typeof first === 'number'
  const rest = isId || first == null ? others : args
  const [bag, options] = rest
  return { id: isId ? `${first}` : undefined, bag: bagAt(bag), options: bagAt(options), callback: callbackIn(rest) }
}

/** `alias(to, from?, options?, callback?)`. */
export function readAlias(args: readonly unknown[]): Said {
  const texts = args.slice(0, 2).map((each) => (typeof each === 'number' ? `${each}` : each)).filter(isText)
  const [id, previousId] = texts
  return { id, ...(previousId !== undefined && { previousId }), options: args.find(isBag), callback: callbackIn(args) }
}

/** What stands in the options besides `context` belongs into it, but for these. */
const ownOptions = ['context', 'integrations', 'userId', 'anonymousId', 'timestamp', 'messageId']

/** The part of a message that the options say. */
export function readOptionsBag(options: Bag = {}): Pick<Message, 'context' | 'integrations' | 'timestamp' | 'messageId'> {
  const others = Object.entries(options).filter(([key, value]) => !ownOptions.includes(key) && value !== undefined)
  const { timestamp, messageId } = options
  return {
    context: { ...Object.fromEntries(others), ...bagAt(options.context) },
    integrations: { ...bagAt(options.integrations) },
    ...((isText(timestamp) || timestamp instanceof Date) && { timestamp }),
    ...(isText(messageId) && { messageId }),
  }
}
