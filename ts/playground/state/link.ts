/**
 * The page's state as the hash of its address, and back: short, with a version. Code that comes this way is held. What
 * one of these can't read, the other doesn't write. Every version is read, the last one is written.
 */
import { unpackNumbered } from './numbered.js'
import { packState, unpackState } from './packed.js'
import type { PageState } from './state.js'

const READERS: ReadonlyMap<string, (values: unknown) => PageState> = new Map([
  ['v1', unpackNumbered],
  ['v2', (values) => unpackState(values, false)],
])
const VERSION = 'v2'
// Longer ones don't get through what people send links by. They are read all the same, as long as they ask for little work.
const LONGEST_HASH = 60_000
const LONGEST_TEXT = 200_000
const MOST_BYTES = 8_000_000

/** A link that this page can't read, in words. */
export class LinkError extends Error {}

/** The hash of a state, without '#'. Throws a LinkError for one that is too long for a link. */
export async function encodeLink(state: PageState): Promise<string> {
  const values = packState(state)
  const written = new TextEncoder().encode(JSON.stringify(values))
  if (written.length > MOST_BYTES || hasLongText(values)) throw tooLong(written.length)
  const bytes = await through(written, new CompressionStream('deflate-raw'))
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  if (text.length > LONGEST_HASH) throw tooLong(text.length)
  return `${VERSION}.${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

const tooLong = (found: number) =>
  new LinkError(
    `A link has at most ${LONGEST_HASH.toLocaleString('en')} characters; found ${found.toLocaleString('en')}. This browser keeps your work; copy the code to take it along.`,
  )

/** The state that a hash stands for. */
export async function decodeLink(hash: string): Promise<PageState> {
  const fail = (found: string) =>
    new LinkError(`A link to this page is one that it made; found ${found}. Copy it again, whole.`)
  const [version, text] = hash.replace(/^#/, '').split('.')
  const unpack = READERS.get(version ?? '')
  if (unpack === undefined || text === undefined) throw fail(`the version ‘${String(version).slice(0, 20)}’`)
  let values: unknown
  try {
    const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0))
    values = JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw'))))
  } catch {
    throw fail('one that is cut or changed')
  }
  try {
    if (hasLongText(values)) throw new RangeError('a text longer than any that is written')
    return unpack(values)
  } catch {
    throw fail('values that it does not know')
  }
}

const hasLongText = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.length > LONGEST_TEXT
    : typeof value === 'object' && value !== null && Object.values(value).some(hasLongText)

// A stream inflates all of what it is given before anybody can look at it: of this little, a megabyte at most.
const AT_A_TIME = 1024

/** What comes out of a stream; throws as soon as it is more than a state can be, and asks for no more. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> {
  let at = 0
  const slices = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + AT_A_TIME))
        else controller.close()
        at += AT_A_TIME
      },
    },
    { highWaterMark: 0 },
  )
  const stages = slices.pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>)
  const reader = stages.getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (length > MOST_BYTES) {
      void reader.cancel().catch(() => {})
      throw new RangeError('more than a state')
    }
    parts.push(next.value as Uint8Array<ArrayBuffer>)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
