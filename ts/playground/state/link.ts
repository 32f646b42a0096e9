/**
 * The page's state as the hash of its address, and back: short, with a version. Code that comes this way is held.
 */
import { infoOf } from './catalogue.js'
import { LINKED_SCHEDULERS } from './order.js'
import {
  AXES,
  type Factor,
  MOST_FACTORS,
  MOST_SCHEDULES,
  makeFactor,
  makeSchedule,
  type PageState,
  RUN_DEFAULTS,
  RUN_FIELDS,
  type Schedule,
} from './state.js'

const VERSION = 'v1'
const LONGEST_TEXT = 20_000

/** A link that this page can't read, in words. */
export class LinkError extends Error {}

/** The hash of a state, without '#'. */
export async function encodeLink(state: PageState): Promise<string> {
  const { schedules, active, axis, log, view } = state
  const values = [
    AXES.indexOf(axis),
    log ? 1 : 0,
    schedules.findIndex(({ id }) => id === active),
    view === null ? 0 : view.map((edge) => Number(edge.toPrecision(9))),
    schedules.map(packSchedule),
  ]
  const bytes = await through(new TextEncoder().encode(JSON.stringify(values)), new CompressionStream('deflate-raw'))
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return `${VERSION}.${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

function packSchedule({ name, visible, colour, factors, run }: Schedule): unknown[] {
  const texts = RUN_FIELDS.map((field) => (run[field] === RUN_DEFAULTS[field] ? 0 : run[field]))
  while (texts.at(-1) === 0) texts.pop()
  return [name, visible ? 1 : 0, colour, texts, factors.map(packFactor)]
}

function packFactor(factor: Factor): unknown[] {
  if (factor.kind === 'function') return [-1, factor.code]
  const index = LINKED_SCHEDULERS.findIndex(([type]) => type === factor.type)
  const numbered = LINKED_SCHEDULERS[index]
  if (numbered === undefined) return [factor.type, factor.options]
  const [, options] = numbered
  return [index, ...options.map(([key, usual]) => (factor.options[key] === usual ? 0 : factor.options[key]!))]
}

/** The state that a hash stands for. */
export async function decodeLink(hash: string): Promise<PageState> {
  const fail = (found: string) =>
    new LinkError(`A link to this page is one that it made; found ${found}. Copy it again, whole.`)
  const [version, text] = hash.replace(/^#/, '').split('.')
  if (version !== VERSION || text === undefined) throw fail(`the version ‘${String(version).slice(0, 20)}’`)
  let values: unknown
  try {
    const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0))
    values = JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw'))))
  } catch {
    throw fail('one that is cut or changed')
  }
  try {
    return unpack(values)
  } catch {
    throw fail('values that it does not know')
  }
}

function unpack(values: unknown): PageState {
  const [axis, log, active, view, list] = values as [number, number, number, 0 | [number, number], unknown[]]
  const schedules = check(
    list,
    (found) => Array.isArray(found) && found.length > 0 && found.length <= MOST_SCHEDULES,
  ).map(unpackSchedule)
  const isView = Array.isArray(view) && view.length === 2 && view.every(Number.isFinite) && view[0] < view[1]
  return {
    schedules,
    active: check(schedules[active], (found) => found !== undefined)!.id,
    axis: check(AXES[axis], (found) => found !== undefined)!,
    log: log === 1,
    view: isView ? view : null,
  }
}

function unpackSchedule(found: unknown): Schedule {
  const [name, visible, colour, texts, factors] = found as [string, number, number, unknown[], unknown[][]]
  const run = Object.fromEntries(
    RUN_FIELDS.map((field, index) => [field, texts[index] ? text(texts[index]) : RUN_DEFAULTS[field]]),
  )
  const unpacked = check(factors, (list) => Array.isArray(list) && list.length <= MOST_FACTORS).map(unpackFactor)
  const place = check(colour, (each) => Number.isInteger(each) && each >= 0 && each < 100)
  return { ...makeSchedule(text(name), unpacked, run, place), visible: visible === 1 }
}

function unpackFactor([index, ...texts]: unknown[]): Factor {
  if (index === -1) return { kind: 'function', code: text(texts[0]), held: true }
  if (typeof index === 'string') return unpackNamed(index, texts[0])
  const [type, options] = check(LINKED_SCHEDULERS[index as number], (found) => found !== undefined)!
  const given = options.map(([key, usual], place) => {
    return [key, typeof texts[place] === 'string' ? text(texts[place]) : usual] as const
  })
  return makeFactor(type, Object.fromEntries(given))
}

/** A scheduler that has no number: by its name, with its options by theirs. */
function unpackNamed(type: string, options: unknown): Factor {
  const { options: known } = check(infoOf(type), (found) => found !== undefined)!
  const given = check(options as Record<string, unknown>, (found) => typeof found === 'object' && found !== null)
  return makeFactor(
    type,
    Object.fromEntries(known.flatMap(({ key }) => (Object.hasOwn(given, key) ? [[key, text(given[key])]] : []))),
  )
}

const text = (found: unknown): string =>
  check(found as string, (each) => typeof each === 'string' && each.length <= LONGEST_TEXT)

function check<T>(value: T, test: (value: T) => boolean): T {
  if (test(value)) return value
  throw new TypeError('not a state')
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> {
  const stages = new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>)
  return new Uint8Array(await new Response(stages).arrayBuffer())
}
