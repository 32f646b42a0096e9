/**
 * llm-foundry: its scheduler and Composer's, by class or by the name that its YAMLs have.
 */
import { SchedulerError } from '../../errors/error.js'
import { InverseSquareRootWithWarmupScheduler } from '../../schedulers/classes.js'
import { createScheduler } from '../../schedulers/create.js'
import { Time } from '../../state/time/time.js'
import type { Fields } from './fields.js'
import { type LibraryReader, shortName } from './library.js'
import type { Unit } from './reading.js'

/** Classes of Composer that llm-foundry's registry has, by their names in YAMLs. */
const NAMES: Readonly<Record<string, string>> = {
  constant_with_warmup: 'ConstantWithWarmupScheduler',
  cosine_with_warmup: 'CosineAnnealingWithWarmupScheduler',
  linear_decay_with_warmup: 'LinearWithWarmupScheduler',
  inv_sqrt_with_warmup: 'InverseSquareRootWithWarmupScheduler',
}

const CLASSES: readonly string[] = [
  ...Object.values(NAMES),
  'StepScheduler',
  'MultiStepScheduler',
  'ConstantScheduler',
  'LinearScheduler',
  'ExponentialScheduler',
  'CosineAnnealingScheduler',
  'CosineAnnealingWarmRestartsScheduler',
  'PolynomialScheduler',
  'MultiStepWithWarmupScheduler',
  'PolynomialWithWarmupScheduler',
]

function durationOf(source: Fields): { length: number; unit: Unit } {
  const { reading } = source
  const found = source.get('max_duration')
  if (found === undefined) return { length: reading.total(), unit: 'ba' }
  const time = reading.at(source.at('max_duration'), () => Time.fromInput(found as string, 'ep'))
  if (time.unit === 'ba' || time.unit === 'ep' || time.unit === 'sp' || time.unit === 'tok') {
    return { length: time.value, unit: time.unit }
  }
  return reading.refuse(source.at('max_duration'), 'a time in ba, ep, sp or tok', found)
}

export const llmFoundry: LibraryReader = {
  version: '0.22.0',
  aliases: ['llmfoundry', 'composer', 'mosaicml'],
  read(source) {
    const { reading } = source
    const isYaml = !source.has('class')
    const key = isYaml ? 'name' : 'class'
    const short = shortName(source.text(key))
    const name = Object.hasOwn(NAMES, short) ? NAMES[short]! : short
    if (!CLASSES.includes(name)) {
      reading.refuse(source.at(key), `one of ${[...Object.keys(NAMES), ...CLASSES].join(', ')}`, name)
    }
    const kwargs = source.fields('kwargs', name)
    const { length, unit } = durationOf(source)
    source.close()
    const options = Object.fromEntries(kwargs.keys.map((option) => [option, kwargs.get(option)]))
    const scheduler = reading.at(kwargs.path === '' ? 'kwargs' : kwargs.path, () => createScheduler(name, options))
    if (scheduler instanceof InverseSquareRootWithWarmupScheduler && scheduler.tScale.value === 0) {
      throw new SchedulerError('zero-length', { what: kwargs.at('t_scale') })
    }
    for (const [option, value] of [
      ['t_max', '1dur'],
      ['alpha_f_decay', 0],
      ['alpha_f_cooldown', 0],
    ] as const) {
      if (name === 'InverseSquareRootWithWarmupScheduler' && !kwargs.has(option))
        reading.assume(kwargs.at(option), value)
    }
    return { scheduler, baseLr: reading.baseLr(null), length, unit }
  },
}
