/** Axes that set options of schedulers within others, and the options that only the newer ones have. Resolves none. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations look like that
import { describe, expect, test } from 'vitest'
import { kindOf } from '../../../../ts/schedulers/kinds/kinds.js'
import { Conditions } from '../../../../ts/sweep/plan/conditions.js'
import { readSpace } from '../../../../ts/sweep/space/axes.js'
import { ConfigurationMaker } from '../../../../ts/sweep/space/configuration.js'
import { ConfigurationEncoder } from '../../../../ts/sweep/space/encoding.js'
import { withOption } from '../../../../ts/sweep/space/targets.js'
import { checkSpec, type SweepSpec } from '../../../../ts/sweep/spec/spec.js'
import { messageFrom } from '../../../helpers/message.js'

// biome-ignore lint/suspicious/noExplicitAny: JSON of any scheduler
type Any = any

const clamp = { clamp: { scheduler: { name: 'cosine_decay', alpha_f: 0.1 }, low: 0.05 } }
const scheduler = {
  name: 'sequence',
  schedulers: [
    { name: 'step', gamma: 0.5 },
    { scheduler: clamp, clock: 'outer' },
  ],
  at: ['50ba'],
}
const base = { max_duration: '100ba', dataloader_len: 10, lr: 1, scheduler }
const spaceOf = (rest: object) => readSpace(checkSpec({ base, ...rest } as SweepSpec), 'sweep')

/** Each combination's scheduler in JSON; held against the numbers that the module reads. */
function schedulers(rest: object): Any[] {
  const space = spaceOf(rest)
  const maker = new ConfigurationMaker(space)
  const encoder = new ConfigurationEncoder(space)
  return Array.from({ length: space.sizes.reduce((a, b) => a * b, 1) }, (_, combination) => {
    maker.select(combination)
    encoder.add(combination)
    const made = maker.scheduler(0)
    const numbers = kindOf('scheduler').encode(made)
    expect(Array.from(encoder.take()).slice(-numbers.length)).toEqual(numbers)
    return made.toJSON()
  })
}

describe('an axis', () => {
  test('sets an option of a scheduler within another, by its path', () => {
    const found = schedulers({
      grid: {
        'scheduler.schedulers[0].step_size': ['10ba', '1ep'],
        'scheduler.schedulers[1].scheduler.alpha_f': [0, 0.5],
        'scheduler.schedulers[1].low': [0, 0.25],
      },
    })
    const values = found.map(({ schedulers: [step, part] }) => [
      step.stepSize,
      part.scheduler.scheduler.alphaF,
      part.scheduler.low,
    ])
    const steps = ['10ba', '1ep']
    expect(values).toEqual(
      steps.flatMap((step) => [0, 0.5].flatMap((alpha) => [0, 0.25].map((low) => [step, alpha, low]))),
    )
    expect(found.every(({ schedulers }) => schedulers[0].gamma === 0.5 && schedulers[1].clock === 'outer')).toBe(true)
  })

  test('may have an index of the whole configuration before the path', () => {
    const two = { ...base, scheduler: undefined, schedulers: [{ name: 'linear' }, scheduler] }
    const { axes } = spaceOf({ base: two, grid: { 'schedulers[1].schedulers[0].step_size': ['10ba'] } })
    expect(axes[0]!.targets).toEqual([
      { kind: 'option', scheduler: 1, option: 'schedulers[0].stepSize', field: 'time' },
    ])
  })

  test.each<[string, unknown[], unknown[]]>([
    ['t_max', ['38.6ba', '38.0ba', '0.5ep'], ['38.6ba', '38ba', '0.5ep']],
    ['t_begin', ['1.5ba'], ['1.5ba']],
    ['t_warmup', [null, '5ba'], [null, '5ba']],
    ['t_max', { linspace: ['10ba', '20ba', 3] } as Any, ['10ba', '15ba', '20ba']],
    ['after', ['hold', 'continue'], ['hold', 'continue']],
    ['num_cycles', { linspace: [0.5, 1.5, 3] } as Any, [0.5, 1, 1.5]],
  ])('of %s may have %j', (name, values, expected) => {
    const found = schedulers({ base: { ...base, scheduler: { name: 'cosine_decay' } }, grid: { [name]: values } })
    const key = name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
    expect(found.map((json) => json[key])).toEqual(expected)
  })

  test('of a list of times, or of a number that may be absent, has values of theirs', () => {
    const lists = { base: { ...base, scheduler: { ...scheduler, schedulers: ['linear', 'linear'] } } }
    expect(schedulers({ ...lists, grid: { at: [['50ba'], ['38.6ba']] } }).map(({ at }) => at)).toEqual([
      ['50ba'],
      ['38.6ba'],
    ])
    const exponential = { name: 'exponential_decay', gamma: 0.5, t_decay: '10ba' }
    const grid = { alpha_f: [0, 0.1], t_decay: ['0.5ep'] }
    expect(schedulers({ base: { ...base, scheduler: exponential }, grid }).map(({ alphaF }) => alphaF)).toEqual([
      0, 0.1,
    ])
  })

  test.each<[string, unknown, string]>([
    ['scheduler.schedulers[0].stepsize', ['10ba'], 'Write scheduler.schedulers[0].step_size.'],
    ['scheduler.schedulers[2].step_size', ['10ba'], 'Write scheduler.schedulers[0].step_size.'],
    ['schedulers', [['linear']], 'An axis is one of'],
    ['scheduler.schedulers[1].scheduler', ['linear'], 'An axis is one of'],
    ['scheduler.schedulers[0].step_size', ['10 parsecs'], 'A time is written as'],
    ['scheduler.schedulers[1].scheduler.after', ['holt'], "Write 'hold'."],
    ['scheduler.schedulers[1].scheduler.after', { linspace: [0, 1, 2] }, 'Only numbers and times have intervals'],
    ['scheduler.schedulers[1].scheduler.alpha_f', [null], 'Must be a finite number'],
    ['scheduler.schedulers[1].scheduler.t_max', ['5sec'], 'A scheduler takes no wall-clock time'],
  ])('%s with %j is told: %s', (name, values, text) => {
    const stepped = { ...scheduler, schedulers: [{ name: 'step', step_size: '5ba' }, scheduler.schedulers[1]] }
    expect(messageFrom(() => spaceOf({ base: { ...base, scheduler: stepped }, grid: { [name]: values } }))).toContain(
      text,
    )
  })
})

test.each([
  ['scheduler.schedulers[0].step_size < 15', [true, false]],
  // A fraction is reached by the batch behind it: 38.6 batches by 39, half an epoch of 5 by 3.
  ['scheduler.schedulers[1].t_max == 39', [true, true]],
  ['scheduler.at == \'["0.5ep"]\'', [true, true]],
  ['scheduler.schedulers[1].t_warmup == 3', [true, true]],
])('a condition %s holds for %j', (where, expected) => {
  const parts = [{ name: 'step' }, { name: 'linear_decay', t_max: '38.6ba', t_warmup: '0.5ep' }]
  const timed = { ...base, dataloader_len: 5, scheduler: { ...scheduler, schedulers: parts, at: ['0.5ep'] } }
  const space = spaceOf({ base: timed, grid: { 'scheduler.schedulers[0].step_size': ['10ba', '20ba'] } })
  const maker = new ConfigurationMaker(space)
  const conditions = new Conditions([where], space, maker)
  const held = expected.map((_, combination) => {
    maker.select(combination)
    return conditions.hold(combination)
  })
  expect(held).toEqual(expected)
})

test('an option that nobody gives is an error where the base has its scheduler', () => {
  expect(messageFrom(() => spaceOf({ grid: { lr: [1] } }))).toBe(
    'sweep: base.scheduler.schedulers[0].step_size: StepScheduler needs step_size; found none. Add step_size.',
  )
})

test('an option that an axis sets is not referred to by another value', () => {
  const parts = [
    { name: 'step', step_size: '5ba' },
    { name: 'linear', t_max: '${scheduler.schedulers[0].step_size}' },
  ]
  const referring = { ...base, scheduler: { ...scheduler, schedulers: parts } }
  const grid = { 'scheduler.schedulers[0].step_size': ['10ba'] }
  expect(messageFrom(() => spaceOf({ base: referring, grid }))).toContain(
    'No other value of a base refers to what an axis sets',
  )
})

test('options as plain data are changed in a copy, along the path', () => {
  const part = { scheduler: { type: 'ClampScheduler', scheduler: { type: 'LinearScheduler' } }, clock: 'outer' }
  const options = { schedulers: [{ type: 'StepScheduler' }, part], at: ['5ba'] }
  const before = structuredClone(options)
  expect(withOption(options, 'at', ['6ba'])).toEqual({ ...before, at: ['6ba'] })
  const changed = withOption(options, 'schedulers[1].scheduler.tMax', '7ba') as Any
  expect(changed.schedulers[1].scheduler.scheduler).toEqual({ type: 'LinearScheduler', tMax: '7ba' })
  expect(changed.schedulers[0]).toBe(options.schedulers[0])
  expect(options).toEqual(before)
})
