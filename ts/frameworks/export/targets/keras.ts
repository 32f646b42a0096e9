/**
 * A schedule with keras: its own class where it computes the same, else one with the formula.
 */
import { callOf } from '../../../languages/python/literal.js'
import type { Mapping } from '../../import/fields.js'
import { findKeras } from '../counterparts/keras.js'
import { nearest } from '../counterparts/nearest.js'
import type { Exported } from '../schedule.js'
import { roundedTo32 } from './float32.js'
import { commentOf, functionsOf, LISTED, productOf } from './python.js'

const CURE = " keras.config.set_floatx('float64') makes them of 64 bits, but with JAX."

/** Writes it. */
export function writeKeras(schedule: Exported): string {
  const own = nearest(schedule, 'keras', 'keras', findKeras)
  if (own !== null && own.comparison.difference === null) {
    const { class: name, kwargs } = own.source as { class: string; kwargs: Mapping }
    return [
      `from keras.optimizers.schedules import ${name}`,
      '',
      ...commentOf([...own.remarks, ...roundedTo32(schedule, CURE)]),
      `learning_rate = ${callOf(name, kwargs)}`,
      '',
    ].join('\n')
  }
  const { names, code, modules, isListed } = functionsOf(schedule, 'keras', 'keras')
  return [
    ...modules,
    ...(modules.length > 0 ? [''] : []),
    'import keras',
    'from keras import ops',
    'from keras.optimizers.schedules import LearningRateSchedule',
    '',
    '',
    ...code,
    ...commentOf([...(isListed ? [LISTED] : []), ...roundedTo32(schedule, CURE)]),
    '@keras.saving.register_keras_serializable()',
    'class Schedule(LearningRateSchedule):',
    '    def __call__(self, step):',
    '        step = ops.cast(step, keras.config.floatx())',
    `        return ${schedule.baseLr} * ${productOf(names)}`,
    '',
    '    def get_config(self):',
    '        return {}',
    '',
    '',
    'learning_rate = Schedule()',
    '',
  ].join('\n')
}
