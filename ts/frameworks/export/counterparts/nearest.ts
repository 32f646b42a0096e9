/**
 * The counterpart of a schedule in a library, compared with it step by step.
 */
import { SchedulerError } from '../../../errors/error.js'
import { setWarningHandler } from '../../../errors/warning.js'
import { evaluate } from '../../../evaluate/evaluate.js'
import type { Mapping } from '../../import/fields.js'
import { importSchedule } from '../../import/import.js'
import type { ImportedSchedule, Library } from '../../types.js'
import { type Comparison, compare } from '../compare.js'
import { comparedWords, pastWords } from '../remarks.js'
import type { Exported } from '../schedule.js'
import type { FindCounterpart } from './counterpart.js'

/** A counterpart. */
export interface Nearest {
  /** What the library is given, as `importSchedule` reads it. */
  readonly source: Mapping
  readonly comparison: Comparison
  /** What is to be known of it, a line each. */
  readonly remarks: readonly string[]
}

/** Of the peak: closed forms in another order of operations. */
const SAME = 1e-13
// Beyond this, and more than a step early or late, it is another schedule.
const NEAR = 0.02

/** The counterpart of the whole schedule; null where there is none that comes near, or that the library takes. */
export function nearest(schedule: Exported, library: Library, name: string, find: FindCounterpart): Nearest | null {
  const { form, baseLr, batches } = schedule
  if (form === null) return null
  const source = find({ ...form, lr: baseLr * form.scale, baseLr, batches })
  if (source === null) return null
  const before = setWarningHandler(() => {})
  try {
    const imported = importSchedule({ library, source, baseLr, total: batches })
    const own = (from: number, count: number) =>
      evaluate(imported.scheduler, imported.run, { from, count, baseLr: imported.baseLr })
    const comparison = compare((from, count) => schedule.rates(from, count), own, batches, SAME)
    const { difference, peak, steepest } = comparison
    if (difference !== null && !(difference.largest <= Math.max(NEAR * peak, 1.01 * steepest))) return null
    const remarks = [comparedWords(comparison, name, batches, schedule.quantity.values), ...told(imported, batches)]
    const past = difference === null ? pastTheEnd(schedule, own, name, peak) : null
    return { source, comparison, remarks: past === null ? remarks : [...remarks, past] }
  } catch (error) {
    // What the library itself would refuse is no counterpart.
    if (SchedulerError.is(error)) return null
    throw error
  } finally {
    setWarningHandler(before)
  }
}

/** What an import says that the schedule can't: it happens in this run. */
const told = ({ unmatched }: ImportedSchedule, batches: number): string[] =>
  unmatched
    .filter(({ path, step }) => path !== 'baseLr' && (step === undefined || step < batches))
    .map(({ reason, step }) => `${reason}${step === undefined ? '' : ` (step ${step})`}`)

/** The first step beyond the end at which the two differ, as far as half the run. */
function pastTheEnd(
  schedule: Exported,
  own: (from: number, count: number) => ArrayLike<number>,
  name: string,
  peak: number,
): string | null {
  const { batches } = schedule
  const count = Math.min(1000, Math.ceil(batches / 2))
  try {
    const [left, right] = [schedule.rates(batches, count), own(batches, count)]
    const index = left.findIndex((value, place) => !(Math.abs(right[place]! - value) <= 1e-9 * peak))
    return index < 0 ? null : pastWords(name, batches + index, right[index]!, left[index]!)
  } catch (error) {
    // One of the two has no value there.
    if (SchedulerError.is(error)) return null
    throw error
  }
}
