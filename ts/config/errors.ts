/**
 * What is wrong with a training configuration: the file, the key path and the reason, in one line.
 */
import { ScaleScheduleError } from '../errors/base.js'
import { describeValue } from '../errors/error.js'

/** Where a value stands in a configuration: keys, and indexes of lists. */
export type KeyPath = readonly (string | number)[]

// Enough for any key that has a meaning; others may be as long as a file.
const LONGEST_KEY = 80

/**
 * A key path as text: `schedulers[1].t_max`; '' for the file itself.
 *
 * @param isCut - whether long keys are cut, as messages need it
 */
export function formatPath(path: KeyPath, isCut = false): string {
  const step = (key: string | number) => {
    if (typeof key === 'number') return `[${key}]`
    if (isCut && key.length > LONGEST_KEY) return `[${describeValue(key)}]`
    return /^[\w-]+$/.test(key) ? `.${key}` : `[${describeValue(key)}]`
  }
  return path.map(step).join('').replace(/^\./, '')
}

/** A name as a message shows it: one that is long is cut. */
export const shortened = (name: string): string => (name.length > LONGEST_KEY ? describeValue(name) : name)

/**
 * A wrong configuration. Its message is one line: `FILE: KEY.PATH: RULE; found X. CURE`.
 *
 * @example
 * ```ts
 * try {
 *   readConfig('max_duration: 10 parsecs', { file: 'run.yaml' })
 * } catch (error) {
 *   console.log(error instanceof ConfigError && error.keyPath) // => 'max_duration'
 * }
 * ```
 */
export class ConfigError extends ScaleScheduleError {
  /** The configuration's name, as it was given. */
  readonly file: string
  /** Where in the file, for example 'scheduler.t_warmup'; '' for the file as a whole. */
  readonly keyPath: string
  /** The rule, what was found, and the cure. */
  readonly reason: string

  constructor(file: string, path: KeyPath, reason: string, options?: ErrorOptions) {
    super(oneLine([file, formatPath(path, true), reason].filter((part) => part !== '').join(': ')), options)
    this.name = 'ConfigError'
    this.file = file
    this.keyPath = formatPath(path)
    this.reason = oneLine(reason)
  }
}

/** Text without line breaks and other control characters, which a file's name or a parser's message may hold. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
