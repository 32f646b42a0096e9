/**
 * A schedule as a configuration of llm-foundry: only the keys and the schedulers that it takes.
 */
import { givenOptions } from '../../../languages/factor.js'
import { NoCounterpart, type OptionValue } from '../../../languages/program.js'
import { yamlOf } from '../../../languages/yaml.js'
import { aliasesOf } from '../../../wasm/table.js'
import type { Mapping } from '../../import/fields.js'
import { REGISTRY } from '../../import/llm-foundry.js'
import { findLlmFoundry } from '../counterparts/llm-foundry.js'
import { nearest } from '../counterparts/nearest.js'
import type { Exported } from '../schedule.js'
import { trainedLate } from './composer.js'
import { commentOf } from './python.js'

/** Its scheduler by the name in its registry, with its options. */
type Scheduler = Readonly<Record<string, OptionValue>> & { readonly name: string }

/** Writes it. */
export function writeLlmFoundry(schedule: Exported): string {
  const { run, baseLr, batches, name } = schedule
  const { maxDuration, scaleScheduleRatio, samplesPerBatch, tokensPerSample } = run.toJSON()
  const asGiven = scaleScheduleRatio === 1 ? own(schedule) : null
  const found = asGiven === null ? near(schedule) : { scheduler: asGiven, remarks: [] }
  // Its keys are few, and it refuses others: times are written as they are once the ratio has scaled them.
  const keys = {
    run_name: name,
    max_duration: asGiven === null ? `${batches}ba` : String(maxDuration),
    ...(samplesPerBatch === null ? {} : { global_train_batch_size: samplesPerBatch }),
    ...(tokensPerSample === null ? {} : { max_seq_len: tokensPerSample }),
  }
  const text = yamlOf({
    run: keys,
    optimizer: { name: 'decoupled_adamw', lr: baseLr },
    schedulers: [found.scheduler],
  })
  return [...commentOf([...found.remarks, ...trainedLate(schedule)]), text].join('\n')
}

/** The scheduler with its options as they were given, where it is of the registry. */
function own(schedule: Exported): Scheduler | null {
  const [factor, ...more] = schedule.program.factors
  if (factor?.kind !== 'builtin' || more.length > 0) return null
  const [name] = aliasesOf(factor.type)
  if (name === undefined || !REGISTRY.includes(name)) return null
  const options = givenOptions(factor)
  const isKnown = ({ key, value }: (typeof options)[number]) => key !== 'check' && value !== 'fixed'
  if (!options.every(isKnown)) return null
  return { name, ...Object.fromEntries(options.map(({ key, value }) => [key, value])) }
}

/** The scheduler that comes nearest, its times in batches. */
function near(schedule: Exported): { scheduler: Scheduler; remarks: readonly string[] } {
  const found = nearest(schedule, 'llm-foundry', 'llm-foundry', findLlmFoundry)
  if (found === null) {
    throw new NoCounterpart(
      'llm-foundry has four schedulers: constant, linear_decay, cosine and inv_sqrt, each _with_warmup; found a schedule that none of them comes near. Train with Composer, as the target.',
    )
  }
  const { name, kwargs } = found.source as { name: string; kwargs: Mapping }
  return { scheduler: { name, ...kwargs } as Scheduler, remarks: found.remarks }
}
