/**
 * A schedule of another library as a scheduler and a run of this package.
 */
import { SchedulerError } from '../../errors/error.js'
import { suggest } from '../../errors/spelling.js'
import { setWarningHandler } from '../../errors/warning.js'
import { TrainingRun } from '../../run/run.js'
import { checkFinite, checkOptions } from '../../state/checks.js'
import type { ImportedSchedule, ImportOptions, Library } from '../types.js'
import { Fields } from './fields.js'
import type { Outcome } from './library.js'
import { Reading } from './reading.js'
import { LIBRARIES } from './registry.js'

const OPTIONS: Readonly<Record<keyof ImportOptions, true>> = {
  library: true,
  source: true,
  baseLr: true,
  total: true,
  epochBatches: true,
}

/** The library that a name is of. */
export function libraryOf(name: unknown): Library {
  if (typeof name !== 'string') {
    throw new SchedulerError('bad-type', { what: 'library', expected: 'the name of a library', found: name })
  }
  const asked = name.toLowerCase()
  for (const [library, { aliases }] of Object.entries(LIBRARIES)) {
    if (library.toLowerCase() === asked || aliases.includes(asked)) return library as Library
  }
  const names = Object.entries(LIBRARIES).flatMap(([library, { aliases }]) => [library, ...aliases])
  const meant = suggest(name, names)
  const rule = `one of ${Object.keys(LIBRARIES).join(', ')}`
  const cure = meant === undefined ? undefined : `Write '${meant}'.`
  throw new SchedulerError('option-range', { option: 'library', rule, found: name, cure })
}

/**
 * Reads what another library is given as a scheduler of this package, with the run and the learning rate that go with it:
 * `evaluate(scheduler, run, { baseLr })` is what that library trains with, update by update. Nothing of a source is executed.
 *
 * Values are those of the library in f64, in its closed form where it has one; [its page](../../../docs/migration/torch.md) tells where
 * users see float32 or a recursion's drift. Times of the source count its own steps: a batch of `run` is one of them.
 *
 * @param options - see {@link ImportOptions}
 * @returns the schedule, the defaults that were taken, and what it can't express
 * @throws what the library refuses at construction: `missing-option`, `unknown-option`, `bad-type`, `not-finite`,
 * `option-range`, `integer-range`, `zero-length`, `boundary-order`, each with the path in the source
 *
 * @example
 * ```ts
 * const source = { class: 'torch.optim.lr_scheduler.CosineAnnealingLR', kwargs: { T_max: 100, eta_min: 1e-5 } }
 * const { scheduler, run, baseLr, assumed } = importSchedule({ library: 'torch', source, baseLr: 1e-3 })
 * evaluate(scheduler, run, { at: [0, 50, 100], baseLr }) // => Float64Array.of(0.001, 0.000505, 0.00001)
 * assumed[0] // => { path: 'total', value: 100, by: 'scale-schedule' }
 * importSchedule({ library: 'torch', source: { class: 'StepLR', kwargs: {} } }) // throws 'missing-option'
 * ```
 */
export function importSchedule(options: ImportOptions): ImportedSchedule {
  if (options === undefined) throw new SchedulerError('missing-option', { owner: 'importSchedule', option: 'library' })
  checkOptions(options, OPTIONS, 'importSchedule')
  if (options.library === undefined) {
    throw new SchedulerError('missing-option', { owner: 'importSchedule', option: 'library' })
  }
  const library = libraryOf(options.library)
  checkNumbers(options)
  const reader = LIBRARIES[library]
  const reading = new Reading(`${library} ${reader.version}`, options)
  const outcome = reader.read(new Fields(reading, options.source, '', library))
  const run = runOf(outcome, reading)
  // What can't be resolved can't be evaluated either: better said now, and warnings later, by whoever evaluates it.
  const handler = setWarningHandler(() => {})
  try {
    for (const scheduler of [outcome.scheduler, ...Object.values(outcome.others ?? {})]) {
      reading.at('source', () => scheduler.resolve(run))
    }
  } finally {
    setWarningHandler(handler)
  }
  const { scheduler, baseLr, others = {} } = outcome
  return { scheduler, run, baseLr, others, assumed: reading.assumed, unmatched: reading.unmatched }
}

function checkNumbers({ baseLr, total, epochBatches }: ImportOptions): void {
  if (baseLr !== undefined) checkFinite('baseLr', baseLr)
  for (const [what, found, min] of [
    ['total', total, 0],
    ['epochBatches', epochBatches, 1],
  ] as const) {
    if (found === undefined) continue
    if (!Number.isSafeInteger(checkFinite(what, found)) || found < min) {
      throw new SchedulerError('integer-range', { what, found, min })
    }
  }
}

/** A run of the source's own steps: as long as was asked for, or as the source says, or as the schedule names times. */
function runOf({ length, last, unit = 'ba', perBatch = 1, least = 1 }: Outcome, reading: Reading): TrainingRun {
  const { total, epochBatches } = reading.options
  let steps = total ?? length ?? null
  if (steps === null) steps = reading.assume('total', Math.max(least, Math.ceil(last ?? 1)), 'scale-schedule')
  return new TrainingRun({
    maxDuration: `${Math.max(least, Math.ceil(steps))}${unit}`,
    dataloaderLen: epochBatches ?? (unit === 'ep' ? 1 : null),
    samplesPerBatch: unit === 'sp' || unit === 'tok' ? perBatch : null,
    tokensPerSample: unit === 'tok' ? 1 : null,
  })
}
