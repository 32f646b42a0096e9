/**
 * A schedule as a training configuration of llm-foundry: what YAML and JSON write.
 */
import { aliasesOf } from '../wasm/table.js'
import { builtinsOf, givenOptions } from './factor.js'
import type { BuiltinFactor, Program } from './program.js'

/** A scheduler of a configuration. */
export type ConfiguredScheduler = Readonly<Record<string, number | boolean | string | readonly string[]>>

/** A configuration, section by section. */
export interface Configuration {
  readonly run: Readonly<Record<string, string | number>>
  readonly optimizer: { readonly name: string; readonly lr: number }
  /** At least one. */
  readonly schedulers: readonly ConfiguredScheduler[]
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

const configured = (factor: BuiltinFactor): ConfiguredScheduler => ({
  name: aliasesOf(factor.type)[0] ?? factor.type,
  ...Object.fromEntries(givenOptions(factor).map(({ key, value }) => [key, value])),
})
