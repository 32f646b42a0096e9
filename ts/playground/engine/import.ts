/**
 * A configuration file of llm-foundry or Composer as the words that the page shows. Loaded on demand.
 */
import { readConfig } from 'scale-schedule/config'
import type { FactorData } from '../state/data.js'
import type { FileContents } from './messages.js'

/** Reads a file's text; throws a ConfigError in words. */
export async function read(text: string, file: string): Promise<FileContents> {
  const config = readConfig(text, { file })
  const textOf = (value: unknown) => (value === null || value === undefined ? '' : String(value))
  const run = config.run.toJSON()
  return {
    name: config.name,
    factors: config.schedulers.map((scheduler) => scheduler.toJSON() as unknown as FactorData),
    others: config.quantities.map((quantity) => quantity.name),
    run: {
      maxDuration: textOf(run.maxDuration),
      dataloaderLen: textOf(run.dataloaderLen),
      samplesPerBatch: textOf(run.samplesPerBatch),
      tokensPerSample: textOf(run.tokensPerSample),
      baseLr: textOf(config.baseLr),
      scaleScheduleRatio: textOf(run.scaleScheduleRatio),
      epochsPerIteration: textOf(run.epochsPerIteration),
      secondsPerBatch: textOf(run.secondsPerBatch),
    },
  }
}
