/**
 * Schedules as the arguments of other libraries: what comes nearest, with the difference in a comment.
 */
import { NoCounterpart } from '../../../languages/program.js'
import { callOf } from '../../../languages/python/literal.js'
import { scalar } from '../../../languages/yaml.js'
import type { Mapping } from '../../import/fields.js'
import type { Library } from '../../types.js'
import type { FindCounterpart } from '../counterparts/counterpart.js'
import { findDeepSpeed } from '../counterparts/deepspeed.js'
import { findMegatron } from '../counterparts/megatron.js'
import { type Nearest, nearest } from '../counterparts/nearest.js'
import { findTimm } from '../counterparts/timm.js'
import { findTransformers } from '../counterparts/transformers.js'
import type { Exported } from '../schedule.js'
import { commentOf } from './python.js'

/** The counterpart, or the reason why there is none. */
function found(schedule: Exported, library: Library, name: string, cure: string, find: FindCounterpart): Nearest {
  const near = nearest(schedule, library, name, find)
  if (near !== null) return near
  throw new NoCounterpart(
    `${name} takes schedules of its own list alone; found one that none of them comes near. ${cure}`,
  )
}

const LAMBDA = 'Write it as a LambdaLR, with torch as the target'

/** Arguments of a transformers Trainer, as YAML. */
export function writeTransformers(schedule: Exported): string {
  const cure = `${LAMBDA}, and give the Trainer its optimizers=(optimizer, scheduler).`
  const { source, remarks } = found(schedule, 'transformers', 'transformers', cure, findTransformers)
  return [...commentOf(['Arguments of a transformers Trainer.', ...remarks]), ...linesOf(source), ''].join('\n')
}

const linesOf = (mapping: Mapping): string[] =>
  Object.entries(mapping).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? [`${key}:`, ...linesOf(value as Mapping).map((line) => `  ${line}`)]
      : [`${key}: ${scalar(value as number | string | boolean)}`],
  )

/** A scheduler of timm, in Python. */
export function writeTimm(schedule: Exported): string {
  const { source, remarks } = found(schedule, 'timm', 'timm', `${LAMBDA}.`, findTimm)
  const { class: name, kwargs } = source as { class: string; kwargs: Mapping }
  return [
    `from timm.scheduler import ${name}`,
    '',
    ...commentOf([
      `The optimizer has lr=${schedule.baseLr}; call scheduler.step_update(n) after n updates.`,
      ...remarks,
    ]),
    `scheduler = ${callOf(name, kwargs, ['optimizer'])}`,
    '',
  ].join('\n')
}

/** A configuration of DeepSpeed: JSON, which has no comments but keys that it does not read. */
export function writeDeepSpeed(schedule: Exported): string {
  const cure = `${LAMBDA}, and give deepspeed.initialize its lr_scheduler.`
  const { source, remarks } = found(schedule, 'deepspeed', 'DeepSpeed', cure, findDeepSpeed)
  return `${JSON.stringify({ comment: remarks, ...(source.config as Mapping) }, null, 2)}\n`
}

/** Flags of Megatron-LM. */
export function writeMegatron(schedule: Exported): string {
  const cure = 'Its styles are constant, linear, cosine, inverse-square-root and WSD.'
  const { source, remarks } = found(schedule, 'megatron-core', 'Megatron-LM', cure, findMegatron)
  const flags = Object.entries(source.flags as Mapping).map(([key, value]) => `--${key.replaceAll('_', '-')} ${value}`)
  return [...commentOf(remarks), flags.join(' \\\n'), ''].join('\n')
}
