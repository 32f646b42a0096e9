/**
 * The base of schedulers that combine others, or change another: trees, whose leaves are built-in or functions.
 */
import type { State } from '../../state/state.js'
import type { SchedulerType } from '../../wasm/table.js'
import { BuiltinScheduler, type StateFacts } from '../builtin.js'
import { atStates, isMixed } from '../mixed/mixed.js'
import { checkExtent, customPath } from '../tree.js'

/**
 * A scheduler with others within it. One that has only built-in ones in it is resolved as a whole, in the crate. With a
 * function of JavaScript at a leaf it is called, compiled and evaluated like any other, but has no curve and no JSON
 * (`custom-function`).
 *
 * A function is given the state of its part: a timestamp whose counters all count from the first batch of the part, and
 * the part's own `maxDuration` in whole units, rounded up. What a state alone does not tell there (a TrainingRun does) is
 * `counter-missing` once it is read. Nodes that lead up to a part ask it for its value at its start, or at its end, too.
 *
 * @example
 * ```ts
 * const run = new TrainingRun({ maxDuration: '8ba' })
 * const halves = (state: State) => 0.5 ** state.timestamp.batch
 * const sequence = new SequenceScheduler({ schedulers: [new LinearScheduler(), halves], at: ['4ba'] })
 * Array.from(evaluate(sequence, run)) // => [1, 0.75, 0.5, 0.25, 1, 0.5, 0.25, 0.125]
 * sequence({ timestamp: new Timestamp({ batch: 5 }), maxDuration: '8ba' }) // => 0.5
 * sequence.resolve(run) // throws 'custom-function'
 * ```
 */
export abstract class SchedulerNode extends BuiltinScheduler {
  /** @internal */
  protected constructor(type: SchedulerType, options: object) {
    super(type, options)
    checkExtent(this)
  }

  /** @internal With a function in it there is no curve to read. */
  protected override readAt(facts: StateFacts, first: State): (state: State) => number {
    return isMixed(this) ? atStates(this, facts, first) : super.readAt(facts, first)
  }

  /** Where the first function of JavaScript stands in it, such as 'schedulers[1]'; null where there is none. */
  get customPath(): string | null {
    return customPath(this)
  }
}
