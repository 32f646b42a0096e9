/**
 * The one table from an exception of Composer to the code of a SchedulerError. Holds no rule about when either is raised,
 * and says nothing of the texts of this package.
 */
import type { ErrorCode } from 'scale-schedule'

/** An exception as the golden rows hold it; `at` is where a scheduler row raised it. */
export interface ComposerError {
  kind: string
  message: string
  at?: string
}

// The first line that fits decides.
const TABLE: readonly (readonly [kind: string, message: RegExp, code: ErrorCode])[] = [
  // Text
  ['ValueError', /^Invalid time string: /, 'time-string'],
  ['ValueError', /^could not convert string to float: /, 'time-string'],
  ['ValueError', /^time data .* does not match format /s, 'time-string'],
  ['ValueError', /^unconverted data remains: /, 'time-string'],
  ['ValueError', / was passed in, which does not fit XXhYYmZZs formatting$/, 'time-string'],
  ['ValueError', /^second must be in 0\.\.59$/, 'time-string'],
  ['TypeError', /^argument of type '\w+' is not iterable$/, 'bad-type'],
  // Units and values
  ['ValueError', /^Value .* not found in TimeUnit$/s, 'time-unit'],
  ['TypeError', /^Unable to convert value\(.*\) of type .* into TimeUnit$/s, 'time-unit'],
  ['ValueError', /^Invalid unit: TimeUnit\.DURATION$/, 'time-unit'],
  ['TypeError', /^value .* is not an integer\. Units TimeUnit\.\w+ require integer values\.$/, 'integer-units'],
  ['TypeError', /^value .* is of type <class 'float'>\. Units /, 'integer-units'],
  ['TypeError', /^value .* is of type <class '\w+'>\. Units /s, 'bad-type'],
  ['TypeError', /^float\(\) argument must be a string or a real number, not /, 'bad-type'],
  ['RuntimeError', /^Cannot convert type .* to Time$/s, 'bad-type'],
  ['RuntimeError', /^default_int_unit must be specified /, 'no-default-unit'],
  ['KeyError', /^'\w+'$/, 'state-dict'],
  // Operators
  ['RuntimeError', / since they have different units\.$/, 'unit-mismatch'],
  ['RuntimeError', /^Multiplication is supported only if one of the units is Duration$/, 'unit-mismatch'],
  ['ValueError', /^The `\w+` argument has units of TimeUnit\.\w+; not TimeUnit\.\w+\.$/, 'unit-mismatch'],
  ['AssertionError', /^$/, 'not-comparable'],
  ['TypeError', /^'[<>]=?' not supported between instances of /, 'not-comparable'],
  ['TypeError', /^unsupported operand type\(s\) for /, 'bad-type'],
  ['TypeError', /^bad operand type for abs\(\): /, 'bad-type'],
  ['TypeError', /^not all arguments converted during string formatting$/, 'bad-type'],
  ['TypeError', /^unhashable type: /, 'bad-type'],
  // Numbers
  ['ZeroDivisionError', /^0\.0 cannot be raised to a negative power$/, 'zero-to-negative-power'],
  ['ZeroDivisionError', /(by zero|^float modulo)$/, 'zero-length'],
  ['OverflowError', /^cannot convert float infinity to integer$/, 'not-finite'],
  ['ValueError', /^cannot convert float NaN to integer$/, 'not-finite'],
  ['OverflowError', /^\(34, 'Numerical result out of range'\)$/, 'overflow'],
  [
    'OverflowError',
    /^(int too large to convert to float|integer division result too large for a float)$/,
    'integer-range',
  ],
  // Schedulers and the run
  ['AssertionError', /^max_duration should be set whenever schedulers are invoked$/, 'no-max-duration'],
  ['ValueError', /^TimeUnit\.DURATION is not allowed as a unit for max_duration$/, 'max-duration-unit'],
  ['ValueError', /^Scale schedule has reduced the max_duration to 0\./, 'max-duration-zero'],
  ['RuntimeError', /^Cannot convert time, as state\.dataloader_len is None\.$/, 'no-dataloader-len'],
  ['ValueError', /^Wall clock time not an allowed time unit\.$/, 'wall-clock-unit'],
  ['ValueError', /^Cannot use warmup scheduler with t_max .* must use the same units?/s, 'warmup-units'],
  ['ValueError', /^t_\w+ \(unit .*\) must match max_duration unit /, 'warmup-units'],
  ['ValueError', /^t_\w+ cannot be in units of "dur"\.$/, 'time-unit'],
  ['ValueError', /^Required: alpha_f_decay >= alpha_f_cooldown\. /, 'alpha-order'],
  ['ValueError', /^t_max \S+ must be greater than or equal to max_duration /, 't-max-too-short'],
  ['ValueError', /^Interval between restarts .* has decayed to 0/, 'restart-decayed'],
]

/** The code that stands for an exception of Composer, or undefined where the table has none. */
export function codeOf(error: ComposerError): ErrorCode | undefined {
  return TABLE.find(([kind, message]) => kind === error.kind && message.test(error.message))?.[2]
}
