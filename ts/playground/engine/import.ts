/**
 * A text of any library as the words that the page shows: a configuration of llm-foundry or Composer, or what another
 * library is given. Nothing of it is executed.
 */
import { type BuiltinScheduler, SchedulerError, type TrainingRun } from 'scale-schedule/bundler'
import { readConfig } from 'scale-schedule/config'
import { type Detected, detect, importSchedule } from 'scale-schedule/frameworks'
import { isConfiguration } from '../../config/recognize.js'
import { assumedWords, unmatchedWords } from '../../frameworks/told.js'
import { quantityIn } from '../state/beside.js'
import type { FactorData } from '../state/data.js'
import { type FileContents, type ForeignText, type Imported, LACKED, type Lacked } from './messages.js'
import { finite } from './texts.js'

// How a text of no known keys is read elsewhere, and here.
const ELSEWHERE = /Say whose it is, with importSchedule.*$/
const HERE = 'Write its library beside it, as {"library": "torch", "source": …}.'

/** Reads a text; throws what is wrong with it, which begins with what messages call it. */
export async function read(asked: ForeignText): Promise<Imported> {
  const { text, file, library } = asked
  if (library === null && isConfiguration(text)) {
    try {
      return { contents: configuration(text, file) }
    } catch (error) {
      if (!isAnothers(await detect(text).catch(() => null))) throw error
    }
  }
  try {
    return await foreign(asked)
  } catch (error) {
    if (!SchedulerError.is(error)) throw error
    throw new Error(`${file}: ${error.message.replace(ELSEWHERE, HERE)}`, { cause: error })
  }
}

/** Whether a text with the keys of a configuration is something else: what names a class, or is another library's. */
const isAnothers = (found: Detected | null): boolean =>
  found !== null && found.library !== null && (found.library !== 'llm-foundry' || 'class' in (found.source as object))

/** What a configuration of llm-foundry or Composer says. */
export function configuration(text: string, file: string): FileContents {
  const config = readConfig(text, { file })
  const { further, others } = besides(config.quantities.map(({ name, schedulers }) => [name, schedulers] as const))
  return {
    name: config.name,
    factors: config.schedulers.map((scheduler) => scheduler.toJSON() as unknown as FactorData),
    further,
    others,
    run: textsOf(config.run, config.baseLr),
    library: null,
    told: leftOut(others),
  }
}

async function foreign({ text, library, given }: ForeignText): Promise<Imported> {
  const { candidates } = await detect(text)
  const chosen = candidates.filter((candidate) => library === null || candidate.library === library)
  const [found, ...more] = chosen.length > 0 ? chosen : candidates
  if (more.length > 0) return { libraries: candidates.map((candidate) => candidate.library) }
  try {
    return { contents: contentsOf(found!.library, importSchedule({ ...found!, ...numbersOf(given) })) }
  } catch (error) {
    const lacks = LACKED.find((name) => isLacking(error, name))
    if (lacks === undefined) throw error
    return { lacks, by: (error as SchedulerError<'missing-option'>).details.owner }
  }
}

const isLacking = (error: unknown, option: Lacked): boolean =>
  SchedulerError.is(error, 'missing-option') && error.details.option === option

/** What was typed beside the text. */
const numbersOf = (given: ForeignText['given']): Partial<Record<Lacked, number>> =>
  Object.fromEntries(
    LACKED.flatMap((name) => {
      const typed = given[name]?.trim() ?? ''
      return typed === '' ? [] : [[name, finite(name, typed)]]
    }),
  )

function contentsOf(library: string, imported: ReturnType<typeof importSchedule>): FileContents {
  const { scheduler, run, baseLr, assumed, unmatched } = imported
  const { further, others } = besides(Object.entries(imported.others).map(([name, one]) => [name, [one]] as const))
  return {
    name: null,
    factors: [scheduler.toJSON() as unknown as FactorData],
    further,
    others,
    run: textsOf(run, baseLr),
    library,
    told: [
      ...leftOut(others),
      ...unmatched.map((one) => `Not matched: ${unmatchedWords(one)}`),
      ...assumed.map((one) => `Assumed: ${assumedWords(one)}.`),
    ],
  }
}

/** What is scheduled beside the learning rate: what the page has curves of, and the names of the rest. */
function besides(
  quantities: readonly (readonly [name: string, schedulers: readonly BuiltinScheduler[]])[],
): Pick<FileContents, 'further' | 'others'> {
  const found = quantities.map(([name, schedulers]) => {
    const quantity = quantityIn(name)
    return { name, quantity, factors: schedulers.map((each) => each.toJSON() as unknown as FactorData) }
  })
  return {
    further: found.flatMap(({ quantity, factors }) => (quantity === null ? [] : [{ quantity, factors }])),
    others: found.filter(({ quantity }) => quantity === null).map(({ name }) => name),
  }
}

const leftOut = (others: readonly string[]): string[] =>
  others.length === 0
    ? []
    : [`Left out: ${others.join(' and ')}; the page shows the learning rate, momentum and weight decay.`]

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

function textsOf(described: TrainingRun, baseLr: number): FileContents['run'] {
  const run = described.toJSON()
  return {
    maxDuration: textOf(run.maxDuration),
    dataloaderLen: textOf(run.dataloaderLen),
    samplesPerBatch: textOf(run.samplesPerBatch),
    tokensPerSample: textOf(run.tokensPerSample),
    baseLr: textOf(baseLr),
    scaleScheduleRatio: textOf(run.scaleScheduleRatio),
    epochsPerIteration: textOf(run.epochsPerIteration),
    secondsPerBatch: textOf(run.secondsPerBatch),
  }
}
