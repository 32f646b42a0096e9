/**
 * The one error type and the one table from an error code to its message: rule first, found second, cure third.
 * Nothing here decides when something is wrong; no other file holds the text of an error.
 */

import { ScaleScheduleError } from './base.js'

/** A time as an error shows it; anything whose text is a time string will do. */
type Printable = { toString(): string }

/** What each code carries in `details`. Numbers are in the unit that the message names. */
export interface ErrorDetails {
  /** A text is no time. */
  'time-string': { found: string }
  /** Something that is not a unit of time, or a unit that is not possible here. */
  'time-unit': { found: unknown; option?: string }
  /** A fraction in a unit that counts. */
  'integer-units': { found: unknown; unit: string }
  /** No integer, or one that is too small or beyond 2^53 − 1. */
  'integer-range': { what: string; found: unknown; min?: number; max?: number; cure?: string; step?: number }
  /** Two times whose units do not fit the operation. */
  'unit-mismatch': { operation: string; left: Printable; right: Printable }
  /** A scheduler was given a time in seconds. */
  'wall-clock-unit': { time: Printable; step?: number }
  /** A scheduler was asked for a state without max_duration. */
  'no-max-duration': Record<string, never>
  /** A max_duration in `dur`. */
  'max-duration-unit': { found: Printable }
  /** A max_duration that scaling leaves nothing of. */
  'max-duration-zero': { maxDuration: Printable; ssr: number; found: Printable }
  /** Epochs can't become batches. */
  'no-dataloader-len': { time: Printable; step?: number }
  /** `t_warmup` and `t_max` convert to different units, or an option is not in the unit of max_duration. */
  'warmup-units': { tWarmup: Printable; tMax: Printable } | { option: string; time: Printable }
  /** A schedule would rise again in its cooldown. */
  'alpha-order': { alphaFDecay: number; alphaFCooldown: number }
  /** `t_max` ends before max_duration. */
  't-max-too-short': { tMax: Printable; maxDuration: Printable }
  /** A division by a length of 0. */
  'zero-length': { what: string; step?: number }
  /** The interval between restarts reached 0. */
  'restart-decayed': { t0: Printable; tMult: number; step?: number }
  /** The intervals between restarts never get past the present time. */
  'restart-endless': { t0: Printable; tMult: number; step?: number }
  /** An infinity or NaN where a finite number is needed. */
  'not-finite': { what: string; found: unknown; step?: number }
  /** 0 to a negative power. */
  'zero-to-negative-power': { exponent: number; step?: number }
  /** A power beyond 64-bit floats. */
  overflow: { base: number; exponent: number; step?: number }
  /** A negative number to a fractional power. */
  'complex-value': { base: number; exponent: number; step?: number }
  /** A counter is needed that the run does not give. */
  'counter-missing': { counter: string; option: string }
  /** A function of one parameter, at a ratio other than 1. */
  'ssr-unsupported': { scheduler: string; ssr: number }
  /** No optimizer, or several. */
  'multiple-optimizers': { found: number }
  /** The param groups of an optimizer are others than when a scheduler was compiled. */
  'param-groups': { compiled: number; found: number }
  /** A scheduler returned no multiplier. */
  'scheduler-result': { scheduler: string; found: unknown; promise?: boolean }
  /** A value of the wrong type, from plain JavaScript or from JSON. */
  'bad-type': { what: string; expected: string; found: unknown; cure?: string }
  /** A value of the right type for which an option has no meaning. */
  'option-range': { option: string; rule?: string; found: unknown; cure?: string; step?: number }
  /** Times that must rise do not. */
  'boundary-order': { option: string; before: Printable; found: Printable; step?: number }
  /** A function stands in a tree where only built-in schedulers can. */
  'custom-function': { path: string }
  /** An option without a default is missing. */
  'missing-option': { owner: string; option: string }
  /** A schedule that the target of an export can't say. */
  'no-counterpart': { target: string; reason: string }
  /** A text that is of no library whose schedules are read. */
  'source-text': { found: string; cure: string }
  /** An option that is not known. */
  'unknown-option': { owner: string; option: string; known: readonly string[] }
  /** A plain number where only a time with a unit will do. */
  'no-default-unit': { found: number }
  /** A comparison with NaN, or with what is no time. */
  'not-comparable': { left: Printable; right: unknown }
  /** A saved state lacks a value, or has a wrong one. */
  'state-dict': { key: string; expected: string; found: unknown }
  /** An output array is too short for the range, or memory has no room for one. */
  'out-length': { needed: number; found: number; inMemory?: boolean }
  /** The WebAssembly can't be fetched, compiled or started, or has not been. */
  'wasm-load': { found: string; cure: string }
  /** The WebAssembly was stopped in the middle of a call; the next call starts it anew. */
  'wasm-trap': { found: string }
}

/** The stable name of an error: what a program tests, where a person reads `message`. */
export type ErrorCode = keyof ErrorDetails

const UNITS = 'iter, ep, ba, sp, tok, dur or sec'
const at = (d: { step?: number }) => (d.step === undefined ? '' : ` at batch ${d.step}`)

/** A value as a message shows it: strings quoted, long text cut, never a call into the value's own code. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return `an array of length ${value.length}`
  if (typeof value === 'object' && value !== null) return isOurs(value) ? String(value) : 'an object'
  return Object.is(value, -0) ? '-0' : String(value)
}

const BRANDS = ['Time', 'ExactTime', 'Timestamp'].map((name) => Symbol.for(`scale-schedule.${name}`))

/** Only a Time or Timestamp of ours is asked for its text; a proxy may even refuse to say what it is. */
function isOurs(value: object): boolean {
  try {
    return BRANDS.some((brand) => brand in value)
  } catch {
    return false
  }
}

const MESSAGES: { readonly [C in ErrorCode]: (d: ErrorDetails[C]) => string } = {
  'time-string': (d) =>
    `A time is written as a number and a unit (${UNITS}) or as wall-clock time like '1h20m40s'; found ${describeValue(d.found)}. Write for example '10ep', '0.5dur' or '100ba'.`,
  'time-unit': (d) =>
    d.option === undefined
      ? `A time unit is one of ${UNITS} (or its name, like 'epoch'); found ${describeValue(d.found)}. Use one of these.`
      : `${d.option} takes no fraction of the run; found ${describeValue(d.found)}. Give it in the unit of max_duration.`,
  'integer-units': (d) =>
    `A time in '${d.unit}' has an integer value; found ${describeValue(d.found)}. Round it, or use a fraction of the run in 'dur'.`,
  'integer-range': (d) =>
    `${d.what} must be an integer${d.min === undefined ? '' : ` of at least ${d.min}`} and ${d.max === undefined ? 'within ±(2^53 - 1)' : `at most ${d.max}`}; found ${describeValue(d.found)}${at(d)}. ${d.cure ?? 'Use a smaller or whole number, or a coarser unit.'}`,
  'unit-mismatch': (d) =>
    `Both sides must have ${d.operation === 'multiply' ? "a unit that fits: one of them 'dur' or a plain number" : 'the same unit'} to ${d.operation}; found ${d.left} and ${d.right}. Convert one of them first.`,
  'wall-clock-unit': (d) =>
    `A scheduler takes no wall-clock time; found ${d.time}${at(d)}. Use ep, ba, sp, tok, iter, or a fraction of the run in 'dur'.`,
  'no-max-duration': () =>
    "A scheduler needs the run's max_duration; found none. Set maxDuration on the state, for example '10ep'.",
  'max-duration-unit': (d) =>
    `max_duration is an absolute time; found ${d.found}. Use iter, ep, ba, sp, tok or sec, not 'dur'.`,
  'max-duration-zero': (d) =>
    `max_duration must be at least 1 once it is scaled; found ${d.maxDuration} × ${d.ssr} = ${d.found}. Use a higher scale schedule ratio or a longer max_duration.`,
  'no-dataloader-len': (d) =>
    `${d.time} can only be converted to batches with the length of the dataloader; found none${at(d)}. Set dataloaderLen (batches in an epoch), or give the time in ba.`,
  'warmup-units': (d) =>
    'option' in d
      ? `${d.option} must be in the unit of max_duration; found ${d.time}. Give it in that unit.`
      : `t_warmup and t_max must convert to the same unit; found t_warmup ${d.tWarmup} and t_max ${d.tMax}. Give both in the same unit ('ep' becomes 'ba', 'dur' the unit of max_duration).`,
  'alpha-order': (d) =>
    `alpha_f_decay must be at least alpha_f_cooldown; found ${d.alphaFDecay} and ${d.alphaFCooldown}. Raise the first, or lower the second.`,
  't-max-too-short': (d) =>
    `t_max must be at least max_duration, or the schedule is undefined at its end; found t_max ${d.tMax} and max_duration ${d.maxDuration}. Raise t_max, or leave it at '1dur'.`,
  'zero-length': (d) =>
    `${d.what} must not be 0, as it is divided by; found 0${at(d)}. Give one that is not 0, also once it is converted and scaled, which truncates.`,
  'restart-decayed': (d) =>
    `The interval between restarts must stay above 0; found that t_0 ${d.t0} times t_mult ${d.tMult}, again and again, has decayed to 0${at(d)}. Raise t_mult or t_0.`,
  'restart-endless': (d) =>
    `The intervals between restarts must come to an end after the present time, within 1,048,576 of changing lengths; found that those of t_0 ${d.t0} and t_mult ${d.tMult} never do${at(d)}. Use a positive t_0 and t_mult, or longer intervals.`,
  'not-finite': (d) => `${d.what} must be a finite number; found ${describeValue(d.found)}${at(d)}. Give a finite one.`,
  'zero-to-negative-power': (d) =>
    `0 has no negative power; found 0 to the power ${d.exponent}${at(d)}. Use a positive exponent, or a range that ends where the base is not yet 0.`,
  overflow: (d) =>
    `A multiplier must fit a 64-bit float; found ${d.base} to the power ${d.exponent}${at(d)}. Use a smaller base or exponent.`,
  'complex-value': (d) =>
    `A negative gamma has only integer powers; found ${d.base} to the power ${d.exponent}${at(d)}. Use a gamma of at least 0.`,
  'counter-missing': (d) =>
    `This needs ${d.counter}, which the run does not give; found no ${d.option}. Set ${d.option} on the TrainingRun.`,
  'ssr-unsupported': (d) =>
    `A scheduler needs a second parameter (state, ssr) when the scale schedule ratio is not 1; found ${d.scheduler}, which takes one, and ssr ${d.ssr}. Add the parameter, or use ssr 1.`,
  'multiple-optimizers': (d) =>
    `A compiled scheduler drives exactly one optimizer; found ${d.found}. Set state.optimizers to one optimizer, and use compilePerGroup for its groups.`,
  'param-groups': (d) =>
    `A compiled scheduler drives the param groups that its optimizer had then; found ${d.found} of them now, ${d.compiled} when it was compiled${d.found === d.compiled ? ', and not the same' : ''}. Compile the scheduler again: groups keep their initialLr.`,
  'scheduler-result': (d) =>
    `A scheduler returns a number that is not NaN, at once; found ${d.promise ? 'a promise' : describeValue(d.found)} from ${d.scheduler}. ${d.promise ? 'Compute it before, and return the number.' : 'Return the multiplier.'}`,
  'bad-type': (d) =>
    `${d.what} must be ${d.expected}; found ${describeValue(d.found)}. ${d.cure ?? `Pass ${d.expected}.`}`,
  'option-range': (d) =>
    `${d.option} must be ${d.rule ?? 'in the range that its documentation gives'}; found ${describeValue(d.found)}${at(d)}. ${d.cure ?? 'Give another value.'}`,
  'boundary-order': (d) =>
    `The times of ${d.option} must rise; found ${d.found} behind ${d.before}${at(d)}. Put them in order.`,
  'custom-function': (d) =>
    `A tree of schedulers is resolved and written down without functions of JavaScript; found one at ${d.path}. Put a built-in scheduler there, or call the tree itself.`,
  'missing-option': (d) => `${d.owner} needs the option ${d.option}; found none. Add ${d.option}.`,
  'unknown-option': (d) =>
    `${d.owner} takes ${d.known.length ? `the options ${d.known.join(', ')}` : 'no options'}; found ${describeValue(d.option)}. Remove it, or check its spelling.`,
  'no-counterpart': (d) => d.reason,
  'source-text': (d) =>
    `A text is what a library is given: arguments or a state as JSON, a configuration in YAML or TOML, or a command line; found ${d.found}. ${d.cure}`,
  'no-default-unit': (d) =>
    `A plain number becomes a time only with a default unit; found ${d.found} without one. Pass a unit, or write it out, like '${d.found}ep'.`,
  'not-comparable': (d) =>
    `Only times that are not NaN can be compared; found ${d.left} and ${describeValue(d.right)}. Compare with a Time or a time string.`,
  'state-dict': (d) =>
    `A state dict needs ${d.key} to be ${d.expected}; found ${describeValue(d.found)}. Load what stateDict() returned.`,
  'out-length': (d) =>
    d.inMemory
      ? `All values of a range must fit into memory at once; found no room for ${d.needed}. Use a stride, or a smaller count.`
      : `out must hold all values of the range; found room for ${d.found}, needed ${d.needed}. Pass a longer array, or a smaller count.`,
  'wasm-load': (d) => `The WebAssembly must be loaded; found ${d.found}. ${d.cure}`,
  'wasm-trap': (d) =>
    `A call of the WebAssembly runs to its end; found that it was stopped: ${d.found}. Free memory, or ask for less at once; the next call starts it anew.`,
}

const BRAND = Symbol.for('scale-schedule.SchedulerError')

/**
 * Every failure of this package: a stable `code`, its operands in `details`, and a message that says the rule, what was
 * found and the cure. Each Python exception of Composer's schedulers and times has its code in the README's table.
 *
 * @example
 * ```ts
 * try {
 *   Time.fromTimestring('10 parsecs')
 * } catch (error) {
 *   console.log(error instanceof SchedulerError && error.code) // => 'time-string'
 * }
 * ```
 */
export class SchedulerError<C extends ErrorCode = ErrorCode> extends ScaleScheduleError {
  /** Stable name of the rule that was broken. */
  readonly code: C
  /** The operands the message was made of. */
  readonly details: Readonly<ErrorDetails[C]>

  constructor(code: C, details: ErrorDetails[C], options?: ErrorOptions) {
    const { row, within } = details as { row?: number; within?: string }
    const where = `${row === undefined ? '' : `Row ${row}: `}${within === undefined ? '' : `${within}: `}`
    super(`${where}${MESSAGES[code](details)}`, options)
    this.name = 'SchedulerError'
    this.code = code
    this.details = Object.freeze({ ...details })
    Object.defineProperty(this, BRAND, { value: true })
  }

  /**
   * Whether a value is a SchedulerError, also one of another copy of this package; with a code, whether it is one of that
   * code, whose `details` are known then.
   *
   * @example
   * ```ts
   * try {
   *   convertTime('3ep', { maxDuration: '10ep' })
   * } catch (error) {
   *   if (SchedulerError.is(error, 'no-dataloader-len')) {
   *     console.log(error.details.time.toString()) // => '3ep'
   *   }
   * }
   * ```
   */
  static override is(value: unknown): value is SchedulerError
  static override is<C extends ErrorCode>(value: unknown, code: C): value is SchedulerError<C>
  static override is(value: unknown, code?: ErrorCode): boolean {
    if (typeof value !== 'object' || value === null || !(BRAND in value)) return false
    return code === undefined || (value as { code?: unknown }).code === code
  }
}
