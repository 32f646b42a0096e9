/**
 * A schedule as a training configuration of llm-foundry.
 */
import type { BuiltinStep } from '../../state/state.js'
import { attempt, builtinsOf, type Context, givenOptions, numberText, timesOf, type Written } from './context.js'

const NAMES: Readonly<Record<string, string>> = {
  ConstantWithWarmupScheduler: 'constant_with_warmup',
  CosineAnnealingWithWarmupScheduler: 'cosine_with_warmup',
  LinearWithWarmupScheduler: 'linear_decay_with_warmup',
}

/** Writes it. */
export const toYaml = ({ schedule: { name, steps, run } }: Context): Written =>
  attempt(() => {
    const factors = builtinsOf(steps, 'YAML')
    const line = (key: string, text: string) => (text.trim() === '' ? [] : [`${key}: ${float(text)}`])
    const ratio = Number(run.scaleScheduleRatio || 1)
    return [
      `run_name: ${JSON.stringify(name)}`,
      `max_duration: ${run.maxDuration.trim()}`,
      ...(ratio === 1 ? [] : line('scale_schedule_ratio', run.scaleScheduleRatio)),
      ...line('dataloader_len', run.dataloaderLen),
      ...line('global_train_batch_size', run.samplesPerBatch),
      ...line('max_seq_len', run.tokensPerSample),
      ...line('epochs_per_iteration', run.epochsPerIteration),
      ...line('seconds_per_batch', run.secondsPerBatch),
      '',
      'optimizer:',
      '  name: decoupled_adamw',
      `  lr: ${float(run.baseLr)}`,
      '',
      ...schedulers(factors),
      '',
    ].join('\n')
  })

function schedulers(factors: readonly BuiltinStep[]): string[] {
  if (factors.length === 1) return ['scheduler:', ...scheduler(factors[0]!).map((each) => `  ${each}`)]
  return [
    '# llm-foundry itself takes one scheduler; scale-schedule multiplies these.',
    'schedulers:',
    ...factors.flatMap((each) => scheduler(each).map((text, index) => `  ${index === 0 ? '- ' : '  '}${text}`)),
  ]
}

function scheduler(step: BuiltinStep): string[] {
  const options = givenOptions(step).map(({ name, kind, text }) => {
    if (kind === 'times') return `${name}: [${timesOf(text).join(', ')}]`
    return `${name}: ${kind === 'number' ? float(text) : text}`
  })
  return [`name: ${NAMES[step.type] ?? step.type}`, ...options]
}

/** A number with a point before its exponent: without it, PyYAML reads a text. */
const float = (text: string): string => numberText(text).replace(/^(-?\d+)e/, '$1.0e')
