/**
 * A schedule as a training configuration of llm-foundry: what YAML and JSON write.
 */
import { aliasesOf } from '../wasm/table.js'
import { builtinsOf, type DescribedFactor, type OptionWriter, writtenOptions } from './factor.js'
import type { OptionValue, Program } from './program.js'

/** A value of a configuration. */
export type Configured = OptionValue | readonly Configured[] | ConfiguredScheduler

/** A scheduler of a configuration, whose parts are schedulers. */
export interface ConfiguredScheduler {
  readonly [key: string]: Configured
}

/** A configuration, section by section. */
export interface Configuration {
  readonly run: Readonly<Record<string, string | number>>
  readonly optimizer: { readonly name?: string; readonly lr: number }
  /** At least one. */
  readonly schedulers: readonly ConfiguredScheduler[]
  /** What else is scheduled, by its name in configurations: one scheduler each. */
  readonly others?: Readonly<Record<string, ConfiguredScheduler>>
}

/** The configuration of a program. */
export function configurationOf({ name, factors, run, baseLr }: Program, language: string): Configuration {
  const schedulers = builtinsOf(factors, language).map(configured)
  const optional = {
    scale_schedule_ratio: run.scaleScheduleRatio === 1 ? null : run.scaleScheduleRatio,
    dataloader_len: run.dataloaderLen,
    global_train_batch_size: run.samplesPerBatch,
    max_seq_len: run.tokensPerSample,
    epochs_per_iteration: run.epochsPerIteration,
    seconds_per_batch: run.secondsPerBatch,
  }
  return {
    run: {
      run_name: name,
      max_duration: String(run.maxDuration),
      ...Object.fromEntries(Object.entries(optional).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
    },
    optimizer: { name: 'decoupled_adamw', lr: baseLr },
    schedulers,
  }
}

const configured = (factor: DescribedFactor): ConfiguredScheduler => ({
  name: aliasesOf(factor.type)[0] ?? factor.type,
  ...Object.fromEntries(writtenOptions(factor, WRITER).map(({ key, text }) => [key, text])),
})

const WRITER: OptionWriter<Configured> = {
  value: (value) => value,
  part(factor, isOuter) {
    // builtinsOf has found no function among them.
    const scheduler = configured(factor as DescribedFactor)
    return isOuter ? { scheduler, clock: 'outer' } : scheduler
  },
  list: (items) => items,
}
