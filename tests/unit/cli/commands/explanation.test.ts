/**
 * Explanations beside what they explain: every value is that of `evaluate`, and every formula, with its numbers put in
 * and calculated anew, comes to that value.
 */
import fc from 'fast-check'
import * as built from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { explainBatch } from '../../../../ts/cli/commands/explain/explanation.js'
import { explanationLines } from '../../../../ts/cli/commands/explain/text.js'
import { readConfig, type TrainingConfig } from '../../../../ts/config/read.js'
import { evaluate, type Scheduler, SchedulerError, Time, type TrainingRun } from '../../../../ts/index.js'
import { anyRun, anyScheduler } from '../../../helpers/arbitraries.js'
import { runs } from '../../../helpers/repetition.js'

type Builtin = ReturnType<typeof Scheduler.fromJSON>

/** A text of an explanation as JavaScript, calculated. */
function calculate(text: string): number {
  const program = text
    .replaceAll('·', '*')
    .replaceAll('^', '**')
    .replaceAll('π', 'Math.PI')
    .replace(/\b(cos|min|trunc)\(/g, 'Math.$1(')
  return new Function(`return ${program}`)()
}

const configOf = (schedulers: Builtin[], run: TrainingRun, baseLr = 1): TrainingConfig => ({
  file: 'f',
  name: null,
  run,
  schedulers,
  quantities: [],
  baseLr,
  hasLr: true,
  explain: (error) => error,
})

/** The scheduler of a configuration at a batch. */
function explained(yaml: string, batch: number) {
  const config = readConfig(yaml)
  const explanation = explainBatch(config, batch)
  return {
    explanation,
    scheduler: explanation.schedulers[0]!,
    text: explanationLines(explanation, Time.fromBatch(batch), { unicode: true }),
  }
}

describe('every scheduler in each phase, at a ratio other than 1', () => {
  const warm = 't_warmup: 10ba'
  test.each<[options: string, at: number, phase: string, numbers: string]>([
    ['name: step, step_size: 20ba, gamma: 0.5', 35, 'staircase', '0.5^3'],
    ['name: multi_step, milestones: [10ba, 0.5dur], gamma: 0.5', 2, 'milestones', '1'],
    ['name: multi_step, milestones: [10ba, 0.5dur], gamma: 0.5', 30, 'milestones', '0.5 · 0.5'],
    ['name: constant, alpha: 0.3, t_max: 60ba', 29, 'hold', '0.3'],
    ['name: constant, alpha: 0.3, t_max: 60ba', 30, 'hold', '1'],
    ['name: linear, alpha_i: 1, alpha_f: 0.2, t_max: 80ba', 20, 'linear', '1 + min(1, 0.5) · (0.2 - 1)'],
    ['name: linear, alpha_i: 1, alpha_f: 0.2, t_max: 80ba', 45, 'hold', '1 + min(1, 1.125) · (0.2 - 1)'],
    ['name: exponential, gamma: 0.9, decay_period: 20ba', 25, 'exponential', '0.9^2.5'],
    ['name: cosine_annealing, alpha_f: 0.1', 25, 'cosine', '0.1 + (1 - 0.1) · (1 + cos(π · 0.5)) / 2'],
    ['name: cosine_annealing, t_max: 40ba', 25, 'hold', '0 + (1 - 0) · (1 + cos(π · 1)) / 2'],
    [
      'name: cosine_annealing_warm_restarts, t_0: 20ba, t_mult: 2',
      25,
      'restarts',
      '0 + (1 - 0) · (1 + cos(π · 0.75)) / 2',
    ],
    ['name: polynomial, power: 3, alpha_f: 0.1', 20, 'polynomial', '0.1 + (1 - 0.1) · (1 - min(1, 0.4))^3'],
    ['name: polynomial, power: 3, t_max: 50ba', 30, 'hold', '0 + (1 - 0) · (1 - min(1, 1.2))^3'],
    [`name: multi_step_with_warmup, ${warm}, milestones: [30ba], gamma: 0.5`, 4, 'warmup', 'min(1, 0.4)'],
    [`name: multi_step_with_warmup, ${warm}, milestones: [30ba], gamma: 0.5`, 15, 'milestones', '0.5'],
    [`name: constant_with_warmup, ${warm}, alpha: 0.4`, 4, 'warmup', 'min(1, 0.4) · 0.4'],
    [`name: constant_with_warmup, ${warm}, alpha: 0.4`, 30, 'hold', '0.4'],
    [`name: linear_decay_with_warmup, ${warm}, alpha_i: 0.8, alpha_f: 0.2`, 4, 'warmup', 'min(1, 0.4) · 0.8'],
    [`name: linear_decay_with_warmup, ${warm}, alpha_i: 0.8`, 30, 'linear', '0.8 + min(1, 0.5) · (0 - 0.8)'],
    [`name: linear_decay_with_warmup, ${warm}, alpha_i: 0.8`, 60, 'hold', '0.8 + min(1, 1.25) · (0 - 0.8)'],
    [`name: cosine_with_warmup, ${warm}, alpha_f: 0.1`, 4, 'warmup', 'min(1, 0.4)'],
    [`name: cosine_with_warmup, ${warm}, alpha_f: 0.1`, 30, 'cosine', '0.1 + (1 - 0.1) · (1 + cos(π · 0.5)) / 2'],
    [`name: cosine_with_warmup, ${warm}, alpha_f: 0.1`, 70, 'hold', '0.1 + (1 - 0.1) · (1 + cos(π · 1)) / 2'],
    [`name: polynomial_with_warmup, ${warm}, power: 2`, 4, 'warmup', 'min(1, 0.4)'],
    [`name: polynomial_with_warmup, ${warm}, power: 2`, 30, 'polynomial', '0 + (1 - 0) · (1 - min(1, 0.5))^2'],
    [`name: polynomial_with_warmup, ${warm}, power: 2`, 50, 'hold', '0 + (1 - 0) · (1 - min(1, 1))^2'],
    [`name: cosine_with_warmup, ${warm}, scale_warmup: true`, 4, 'warmup', 'min(1, 0.8)'],
    [`name: cosine_with_warmup, ${warm}, scale_warmup: true`, 7, 'warmup', 'min(1, 1.4)'],
  ])('{%s} at %d: %s, %s', (options, batch, phase, numbers) => {
    const yaml = `{max_duration: 100ba, scale_schedule_ratio: 0.5, lr: 0.3, scheduler: {${options}}}`
    const { explanation, scheduler } = explained(yaml, batch)
    expect(scheduler.phase?.name).toBe(phase)
    expect(scheduler.formula.numbers).toBe(numbers)
    const { run, schedulers } = explanation.config
    expect(explanation.learningRate).toBe(evaluate(schedulers, run, { from: batch, count: 1, baseLr: 0.3 })[0])
    expect(scheduler.multiplier).toBe(evaluate(schedulers, run, { from: batch, count: 1 })[0])
    expect(calculate(numbers)).toBeCloseTo(scheduler.multiplier, 14)
  })
})

test('any scheduler of any run comes to what is told', () => {
  // Those of the built package, which the arbitraries are of.
  const before = built.setWarningHandler(() => {})
  let told = 0
  fc.assert(
    fc.property(anyScheduler(), anyRun, fc.integer({ min: 0, max: 4000 }), (scheduler, run, batch) => {
      const config = configOf([scheduler as unknown as Builtin], run as TrainingRun, 0.01)
      let expected: number
      try {
        expected = evaluate(config.schedulers, config.run, { from: batch, count: 1 })[0]!
      } catch (error) {
        // One that has no value here has none to be explained.
        expect(SchedulerError.is(error)).toBe(true)
        return
      }
      told++
      const explanation = explainBatch(config, batch)
      const [only] = explanation.schedulers
      expect(only!.multiplier).toBe(expected)
      expect(explanation.multiplier).toBe(expected)
      for (const { numbers, value } of only!.formula.quantities) expect(calculate(numbers)).toBe(value)
      for (const { conversions } of only!.options) {
        for (const { converted, how } of conversions) {
          const product = / = ([^,]+)/.exec(how)?.[1]
          if (product !== undefined) expect(Math.trunc(Number(product)) + 0).toBe(converted.value)
        }
      }
      const { numbers } = only!.formula
      const found = numbers.includes('…') ? expected : calculate(numbers)
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)))
      expect(explanationLines(explanation, Time.fromBatch(batch), { unicode: true }).join('\n')).not.toMatch(
        /undefined|NaN/,
      )
    }),
    { numRuns: runs(1500) },
  )
  built.setWarningHandler(before)
  expect(told).toBeGreaterThan(runs(1500) / 3 - 20)
})

describe('the notes', () => {
  const base = 'max_duration: 100ba, scale_schedule_ratio: 0.5'
  test.each<[string, number, RegExp]>([
    [
      'name: cosine_with_warmup, t_warmup: 10ba, scale_warmup: true',
      7,
      /scales the slope only: the ramp ends at the unscaled t_warmup, 10, and the value waits/,
    ],
    ['name: linear, t_max: 0.33dur', 2, /truncated to an integer: 16\.5 is 16\./],
    ['name: linear, t_max: 0.5dur', 2, /dur is not scaled by the ratio, since max_duration already is/],
    ['name: multi_step, milestones: [1ba, 2ba, 3ba], gamma: 0.9', 9, /multiplied again and again/],
    ['name: constant, alpha: 0.5, t_max: 10ba', 20, /returns to 1 after t_max/],
    ['name: linear_decay_with_warmup, t_warmup: 70ba', 80, /t_max is not after t_warmup/],
  ])('of {%s} at %d: %s', (options, batch, note) => {
    expect(explained(`{${base}, scheduler: {${options}}}`, batch).scheduler.notes.join(' ')).toMatch(note)
  })

  test('say that the ramp jumps at its end where the ratio is above 1', () => {
    const yaml =
      '{max_duration: 100ba, scale_schedule_ratio: 2, scheduler: {name: cosine_with_warmup, t_warmup: 10ba, scale_warmup: true}}'
    expect(explained(yaml, 7).scheduler.notes.join(' ')).toContain('the value jumps there')
  })

  test('are none where nothing is surprising', () => {
    const yaml = '{max_duration: 100ba, scheduler: {name: cosine_with_warmup, t_warmup: 10ba}}'
    for (const batch of [0, 5, 10, 99]) expect(explained(yaml, batch).scheduler.notes).toEqual([])
  })

  test('a milestone that can not be converted is no failure as long as the ramp lasts', () => {
    const yaml =
      '{max_duration: 100ba, scheduler: {name: multi_step_with_warmup, t_warmup: 10ba, milestones: [1ep, 50ba]}}'
    const { scheduler } = explained(yaml, 5)
    expect([scheduler.multiplier, scheduler.formula.numbers]).toEqual([0.5, 'min(1, 0.5)'])
  })
})
