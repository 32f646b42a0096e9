/**
 * Composer's time conversion as a function of a state. The conversion itself is the crate's.
 */
import { checkNumber } from '../state/checks.js'
import { checkDataloaderLen, checkMaxDuration, checkState, checkTime, type State } from '../state/state.js'
import type { Time, TimeString } from '../state/time/time.js'
import { convert } from '../wasm/kernel.js'

/**
 * Converts a time to an absolute one that a timestamp can be compared with, truncating to an integer.
 * Composer: `composer.optim.scheduler._convert_time`.
 *
 * `dur` becomes a part of `state.maxDuration` (in batches for a run in epochs) and is not scaled by `ssr`; `ep` becomes
 * batches; these and all other units are multiplied by `ssr`.
 *
 * @param time - a Time or a time string, in any unit but seconds
 * @param state - its maxDuration, and dataloaderLen where epochs are concerned; the timestamp is not read
 * @param ssr - the scale schedule ratio, default 1
 * @throws `wall-clock-unit`, `no-max-duration`, `no-dataloader-len`, `not-finite`, `integer-range`, `time-string`
 *
 * @example
 * ```ts
 * const state = { timestamp: new Timestamp(), maxDuration: '10ep', dataloaderLen: 200 } as const
 * convertTime('0.5dur', state).toTimestring() // => '1000ba'
 * convertTime('3ep', state, 0.5).toTimestring() // => '300ba'
 * convertTime('1ep', { ...state, dataloaderLen: null }) // throws 'no-dataloader-len'
 * ```
 */
export function convertTime(time: Time | TimeString, state: Omit<State, 'timestamp'>, ssr = 1): Time {
  const { maxDuration, dataloaderLen } = checkState(state)
  const facts = { maxDuration: checkMaxDuration(maxDuration), dataloaderLen: checkDataloaderLen(dataloaderLen), ssr: 1 }
  return convert(checkTime('time', time), facts, checkNumber('ssr', ssr))
}
