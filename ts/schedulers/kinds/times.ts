/**
 * The kinds of options that are times: Composer's, which count whole units, and those that may be fractions.
 */
import { SchedulerError } from '../../errors/error.js'
import { checkCount } from '../../state/checks.js'
import { checkTime } from '../../state/state.js'
import { checkExactTime, type ExactTime } from '../../state/time/exact.js'
import type { Time } from '../../state/time/time.js'
import { encodeExactTime, encodeTime } from '../../wasm/encode.js'
import { type Kind, listText } from './kind.js'

/** The most times of a list, such as milestones. */
export const MOST_TIMES = 1_000_000

const text = (time: Time | ExactTime): string => time.toTimestring()
const quoted = (time: Time | ExactTime): string => `'${time.toTimestring()}'`

/** A time as Composer has it. */
export const TIME: Kind<Time> = { check: checkTime, toJSON: text, toText: quoted, encode: encodeTime }

/** A time that may be a fraction of its unit. */
export const EXACT: Kind<ExactTime> = { check: checkExactTime, toJSON: text, toText: quoted, encode: encodeExactTime }

/** Times in a list. */
export const listOf = <T extends Time | ExactTime>({ check, encode }: Kind<T>): Kind<readonly T[]> => ({
  check(name, found) {
    if (!Array.isArray(found)) {
      throw new SchedulerError('bad-type', { what: name, expected: 'an array of times', found })
    }
    checkCount(`The count of ${name}`, found.length, 0, MOST_TIMES)
    // A copy without holes, which map would skip.
    return Object.freeze(Array.from(found, (time, index) => check(`${name}[${index}]`, time)))
  },
  toJSON: (times) => times.map(text),
  toText: (times) => listText(times, quoted),
  encode: (times) => [times.length, ...times.flatMap(encode)],
})
