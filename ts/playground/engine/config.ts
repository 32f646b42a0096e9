/**
 * A configuration file of llm-foundry or Composer as the words that the page shows. Loaded on demand.
 */
import { ConfigError, readConfig } from 'scale-schedule/config'
import { optionsOf } from '../state/options.js'
import type { FileContents } from './messages.js'

/** Reads a file's text; throws a ConfigError in words. */
export async function read(text: string, file: string): Promise<FileContents> {
  const config = readConfig(text, { file })
  const textOf = (value: unknown) => (value === null || value === undefined ? '' : String(value))
  const run = config.run.toJSON()
  return {
    name: config.name,
    factors: config.schedulers.map((scheduler) => {
      const json = scheduler.toJSON() as unknown as Record<string, unknown> & { type: string }
      const known = optionsOf(json.type)
      if (known === undefined) {
        const rule = `The page shows schedulers of which each option is a number, a time or a flag; found ${json.type}`
        throw new ConfigError(file, [], `${rule}. Use the command line for it.`)
      }
      const more =
        json.check !== undefined ? 'check' : json.scaleWarmup === 'fixed' ? "a scale_warmup of 'fixed'" : null
      if (more !== null) {
        const rule = `The page shows Composer's schedulers as Composer has them; found ${more}`
        throw new ConfigError(file, [], `${rule}. Use the command line for it.`)
      }
      const options = known.map(({ key, name }) => {
        const value = json[name]
        return [key, Array.isArray(value) ? value.join(', ') : textOf(value)]
      })
      return { type: json.type, options: Object.fromEntries(options) }
    }),
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
