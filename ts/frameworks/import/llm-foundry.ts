/**
 * llm-foundry: its scheduler and Composer's, by class or by the name that its YAMLs have.
 */
import { createScheduler } from '../../schedulers/create.js'
import { Time } from '../../state/time/time.js'
import { fieldsOf, type SchedulerType } from '../../wasm/table.js'
import { Fields, isMapping } from './fields.js'
import { hasAny, type LibraryReader, type Outcome, shortName } from './library.js'
import type { Unit } from './reading.js'

/** Classes of Composer that llm-foundry's registry has, by their names in YAMLs. */
const NAMES: Readonly<Record<string, string>> = {
  constant_with_warmup: 'ConstantWithWarmupScheduler',
  cosine_with_warmup: 'CosineAnnealingWithWarmupScheduler',
  linear_decay_with_warmup: 'LinearWithWarmupScheduler',
  inv_sqrt_with_warmup: 'InverseSquareRootWithWarmupScheduler',
}

/** The names of its registry. */
export const REGISTRY: readonly string[] = Object.keys(NAMES)

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

/** A configuration whole: its scheduler, max_duration, and the optimizer's learning rate. */
function fromConfiguration(source: Fields): Outcome {
  const { reading } = source
  const scheduler = source.fields('scheduler')
  const key = scheduler.has('name') ? 'name' : 'type'
  const optimizer = source.fields('optimizer')
  const lr = optimizer.maybe('lr') ?? source.maybe('lr')
  if ((source.maybe('scale_schedule_ratio') ?? 1) !== 1) {
    reading.differs(
      source.at('scale_schedule_ratio'),
      'The schedule is read as it is without the ratio; a run has one.',
      0,
    )
  }
  const options = Object.fromEntries(
    scheduler.keys.filter((option) => option !== key).map((option) => [option, scheduler.get(option)]),
  )
  return make(source, scheduler, key, new Fields(reading, options, scheduler.path, 'scheduler'), lr)
}

/** A scheduler by its name, over a run. */
function make(source: Fields, at: Fields, key: string, kwargs: Fields, lr: number | null): Outcome {
  const { reading } = source
  const short = shortName(at.text(key))
  const name = Object.hasOwn(NAMES, short) ? NAMES[short]! : short
  if (!CLASSES.includes(name)) {
    reading.refuse(at.at(key), `one of ${[...REGISTRY, ...CLASSES].join(', ')}`, name)
  }
  const { length, unit } = durationOf(source)
  for (const { name: option, key: written } of fieldsOf(name as SchedulerType)) kwargs.ignore(option, written)
  kwargs.close()
  const options = Object.fromEntries(kwargs.keys.map((option) => [option, kwargs.get(option)]))
  const scheduler = reading.at(kwargs.path, () => createScheduler(name, options))
  for (const { name: option, key: written, byDefault } of fieldsOf(scheduler.name as SchedulerType)) {
    if (byDefault !== undefined && !kwargs.has(option) && !kwargs.has(written)) {
      reading.assume(kwargs.at(written), byDefault)
    }
  }
  tellScale(kwargs)
  return { scheduler, baseLr: reading.baseLr(lr), length, unit }
}

/** Tells of a scale of 0, which is divided by after the ramp: an error from that step on. */
function tellScale(kwargs: Fields): void {
  if (!kwargs.has('t_scale') || !kwargs.has('t_warmup')) return
  const [scale, warmup] = ['t_scale', 't_warmup'].map((key) => Time.fromInput(kwargs.get(key) as string, 'ba'))
  if (scale!.value !== 0) return
  kwargs.reading.differs(kwargs.at('t_scale'), 'A length of 0 is divided by: ZeroDivisionError.', warmup!.value)
}

export const llmFoundry: LibraryReader = {
  version: '0.22.0',
  aliases: ['llmfoundry', 'composer', 'mosaicml'],
  names: /^(?:llmfoundry|composer)\./,
  recognize(found) {
    const { scheduler } = found
    const isNamed = isMapping(scheduler) && typeof scheduler.name === 'string'
    return isNamed && hasAny(found, 'max_duration') ? found : null
  },
  read(source) {
    if (!source.has('class') && source.has('scheduler')) return fromConfiguration(source)
    const key = source.has('class') ? 'class' : 'name'
    const outcome = make(source, source, key, source.fields('kwargs', 'the scheduler'), null)
    source.close()
    return outcome
  },
}
