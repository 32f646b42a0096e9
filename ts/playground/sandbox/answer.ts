/**
 * Answers of a sandbox, cut and checked: the worker sends none that is larger than an answer can be, whatever its code
 * has made of the language, and the page believes none that is.
 */

/** How much an answer may hold. */
export interface Budget {
  /** Characters of its texts and names, and one for each value. */
  readonly text: number
  /** Bytes of its arrays of numbers. */
  readonly bytes: number
}

/** A table of a million rows is the largest answer; the largest text is a schedule's own code. */
export const ANSWER: Budget = { text: 1_000_000, bytes: 100_000_000 }

/** The longest message that is of use to anybody. */
export const LONGEST_MESSAGE = 400

// Taken before any code of the user's: what it changes afterwards is not asked.
const { apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect
const { isArray } = Array
const { isView } = ArrayBuffer
const byteLengthOf = getOwnPropertyDescriptor(getPrototypeOf(Int8Array.prototype) as object, 'byteLength')!.get!
const sliceText = String.prototype.slice
const Failure = RangeError

/** A message that is cut where it is long. */
export function cut(text: unknown): string {
  const message = typeof text === 'string' ? text : 'a value that is no text'
  if (message.length <= LONGEST_MESSAGE) return message
  return `${apply(sliceText, message, [0, LONGEST_MESSAGE])}…`
}

/** A copy in plain values; throws when it is larger than the budget, or when it is no plain value. */
export function checkedCopy(value: unknown, budget: Budget = ANSWER): unknown {
  let { text, bytes } = budget
  const copy = (found: unknown, depth: number): unknown => {
    text -= typeof found === 'string' ? found.length + 1 : 1
    if (text < 0 || depth > 12) throw new Failure('too large')
    if (typeof found === 'function' || typeof found === 'symbol') throw new Failure('no plain value')
    if (typeof found !== 'object' || found === null) return found
    if (isView(found)) {
      bytes -= apply(byteLengthOf, found, []) as number
      if (bytes < 0) throw new Failure('too large')
      return found
    }
    const made: object = isArray(found) ? [] : {}
    const keys = ownKeys(found)
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!
      if (typeof key !== 'string' || (isArray(found) && key === 'length')) continue
      text -= key.length
      const entry = copy((found as Record<string, unknown>)[key], depth + 1)
      // A property of its own: setters that code put on a prototype are not called.
      defineProperty(made, key, { value: entry, enumerable: true, writable: true, configurable: true })
    }
    return made
  }
  return copy(value, 0)
}
