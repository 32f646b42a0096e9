/**
 * The order of schedulers and options in the first form of links: a list that stays as it is, so that every link that was
 * made stays readable. Of each option it has the text that a link leaves out; what the page starts with may change.
 */

/** An option by Composer's name, and the text that stands for one that is left out. */
export type LinkedOption = readonly [key: string, text: string]

/** Schedulers by their number in links. */
export const LINKED_SCHEDULERS: readonly (readonly [type: string, options: readonly LinkedOption[]])[] = [
  [
    'StepScheduler',
    [
      ['step_size', '0.25dur'],
      ['gamma', '0.1'],
    ],
  ],
  [
    'MultiStepScheduler',
    [
      ['milestones', '0.3dur, 0.5dur, 0.9dur'],
      ['gamma', '0.1'],
    ],
  ],
  [
    'ConstantScheduler',
    [
      ['alpha', '1'],
      ['t_max', '1dur'],
    ],
  ],
  [
    'LinearScheduler',
    [
      ['alpha_i', '1'],
      ['alpha_f', '0'],
      ['t_max', '1dur'],
    ],
  ],
  [
    'ExponentialScheduler',
    [
      ['gamma', '0.5'],
      ['decay_period', '1ep'],
    ],
  ],
  [
    'CosineAnnealingScheduler',
    [
      ['t_max', '1dur'],
      ['alpha_f', '0'],
    ],
  ],
  [
    'CosineAnnealingWarmRestartsScheduler',
    [
      ['t_0', '0.25dur'],
      ['t_mult', '1'],
      ['alpha_f', '0'],
    ],
  ],
  [
    'PolynomialScheduler',
    [
      ['power', '2'],
      ['t_max', '1dur'],
      ['alpha_f', '0'],
    ],
  ],
  [
    'MultiStepWithWarmupScheduler',
    [
      ['t_warmup', '100ba'],
      ['milestones', '0.3dur, 0.5dur, 0.9dur'],
      ['gamma', '0.1'],
      ['scale_warmup', 'false'],
    ],
  ],
  [
    'ConstantWithWarmupScheduler',
    [
      ['t_warmup', '100ba'],
      ['alpha', '1'],
      ['t_max', '1dur'],
      ['scale_warmup', 'false'],
    ],
  ],
  [
    'LinearWithWarmupScheduler',
    [
      ['t_warmup', '100ba'],
      ['alpha_i', '1'],
      ['alpha_f', '0'],
      ['t_max', '1dur'],
      ['scale_warmup', 'false'],
    ],
  ],
  [
    'CosineAnnealingWithWarmupScheduler',
    [
      ['t_warmup', '100ba'],
      ['t_max', '1dur'],
      ['alpha_f', '0'],
      ['scale_warmup', 'false'],
    ],
  ],
  [
    'PolynomialWithWarmupScheduler',
    [
      ['t_warmup', '100ba'],
      ['power', '2'],
      ['t_max', '1dur'],
      ['alpha_f', '0'],
      ['scale_warmup', 'false'],
    ],
  ],
]
