/** The order of the first form of links: complete, without repetition, and as it was in the links that were made. */
import { expect, test } from 'vitest'
import { SCHEDULERS } from '../../../ts/playground/state/catalogue.js'
import { LINKED_SCHEDULERS } from '../../../ts/playground/state/order.js'

test('what is in the order of links is there once, with every option', () => {
  const types = LINKED_SCHEDULERS.map(([type]) => type)
  expect(new Set(types).size).toBe(types.length)
  for (const [type, linked] of LINKED_SCHEDULERS) {
    const options = SCHEDULERS.find((info) => info.type === type)?.options.filter(({ isImplied }) => !isImplied)
    expect(linked.map(([key]) => key).sort()).toEqual(options?.map(({ key }) => key).sort())
  }
})

test('the links of version 0.1 number schedulers and options so', () => {
  const numbered = LINKED_SCHEDULERS.map(
    ([type, options]) => `${type} ${options.map(([key, text]) => `${key}=${text}`).join(' ')}`,
  )
  expect(numbered.slice(0, 13)).toEqual([
    'StepScheduler step_size=0.25dur gamma=0.1',
    'MultiStepScheduler milestones=0.3dur, 0.5dur, 0.9dur gamma=0.1',
    'ConstantScheduler alpha=1 t_max=1dur',
    'LinearScheduler alpha_i=1 alpha_f=0 t_max=1dur',
    'ExponentialScheduler gamma=0.5 decay_period=1ep',
    'CosineAnnealingScheduler t_max=1dur alpha_f=0',
    'CosineAnnealingWarmRestartsScheduler t_0=0.25dur t_mult=1 alpha_f=0',
    'PolynomialScheduler power=2 t_max=1dur alpha_f=0',
    'MultiStepWithWarmupScheduler t_warmup=100ba milestones=0.3dur, 0.5dur, 0.9dur gamma=0.1 scale_warmup=false',
    'ConstantWithWarmupScheduler t_warmup=100ba alpha=1 t_max=1dur scale_warmup=false',
    'LinearWithWarmupScheduler t_warmup=100ba alpha_i=1 alpha_f=0 t_max=1dur scale_warmup=false',
    'CosineAnnealingWithWarmupScheduler t_warmup=100ba t_max=1dur alpha_f=0 scale_warmup=false',
    'PolynomialWithWarmupScheduler t_warmup=100ba power=2 t_max=1dur alpha_f=0 scale_warmup=false',
  ])
})
