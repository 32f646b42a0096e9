/** Configurations that schedule other quantities beside the learning rate. */
import { evaluate, SchedulerError, StepScheduler } from 'scale-schedule'
import { ConfigError, readConfig } from 'scale-schedule/config'
import { describe, expect, test } from 'vitest'
import { errorFrom } from '../../helpers/thrown.js'

const read = (scheduler: unknown, more: object = {}) =>
  readConfig(JSON.stringify({ max_duration: '8ba', scheduler, lr: 0.1, ...more }), { file: 'f.json' })
const constant = { name: 'constant' }

describe('a mapping of quantities', () => {
  test('has the schedulers of the learning rate apart', () => {
    const momentum = { name: 'one_cycle', alpha_i: 0.95, alpha_m: 0.85, alpha_f: 0.95 }
    const config = read({ momentum, lr: ['linear', { name: 'constant', alpha: 0.5 }], weight_decay: 'linear' })
    expect(config.schedulers.map(({ name }) => name)).toEqual(['LinearScheduler', 'ConstantScheduler'])
    const named = config.quantities.map(({ name, schedulers }) => [name, schedulers.map((one) => one.name)])
    expect(named).toEqual([
      ['momentum', ['OneCycleScheduler']],
      ['weight_decay', ['LinearScheduler']],
    ])
    const record = Object.fromEntries(config.quantities.map(({ name, schedulers }) => [name, schedulers]))
    expect(evaluate(record, config.run, { from: 4, count: 1 }).weight_decay).toEqual(new Float64Array([0.5]))
  })

  test('is read by interpolation as well', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as configurations have it
    const config = readConfig('max_duration: 8ba\nrate: {name: linear}\nscheduler: {lr: "${rate}", beta: "${rate}"}')
    expect(config.quantities).toHaveLength(1)
  })

  test('is none where there is no lr in it, or a name', () => {
    expect(read('linear').quantities).toEqual([])
    expect(read({ linear: { t_max: '1dur' } }).quantities).toEqual([])
  })

  test.each<[string, unknown, RegExp, object?]>([
    ['scheduler.batch', { lr: constant, batch: constant }, /^Beside lr stand other quantities/],
    ['scheduler.linear', { lr: constant, linear: {} }, /found "linear"\. Write for example momentum/],
    ['scheduler["a b"]', { lr: constant, 'a b': constant }, /^Beside lr/],
    ['scheduler.lr', { lr: [] }, /^A quantity has from 1 to 64 schedulers/],
    ['scheduler.beta', { lr: constant, beta: 0.9 }, /^Must be a mapping of keys; found 0\.9/],
    ['scheduler.beta.t_max', { lr: constant, beta: { name: 'linear', t_max: 'soon' } }, /^A time is written/],
    ['scheduler.beta[1].name', { lr: constant, beta: [constant, { name: 'lineal' }] }, /Write linear/],
    ['scheduler.beta', { lr: constant, beta: { name: 'step', step_size: '0ba' } }, /^step_size must not be 0/],
    ['schedulers', { lr: constant }, /^A configuration has either/, { schedulers: [constant] }],
    [
      'scheduler',
      Object.fromEntries(['lr', ...Array.from({ length: 17 }, (_, i) => `q${i}`)].map((name) => [name, constant])),
      /^Beside lr at most 16 quantities/,
    ],
  ])('with a mistake at %s is told there', (keyPath, scheduler, reason, more) => {
    let found: unknown
    try {
      read(scheduler, more)
    } catch (error) {
      found = error
    }
    if (!(found instanceof ConfigError)) throw found
    expect(found.keyPath).toBe(keyPath)
    expect(found.reason).toMatch(reason)
  })

  test('explains an error that comes up later, by the index of its scheduler', () => {
    const config = read({ lr: constant, beta: constant })
    const error = errorFrom(() => new StepScheduler({ stepSize: '0ba' }).resolve(config.run))
    expect(error).toBeInstanceOf(SchedulerError)
    expect((config.explain(error, 1) as ConfigError).keyPath).toBe('scheduler.beta')
  })
})
