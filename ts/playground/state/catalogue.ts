/**
 * The 13 schedulers as the page offers them: Composer's names of their options, kinds, defaults, and a line on each.
 * The order is part of links: new ones go to the end.
 */

/** What an option holds. */
export type OptionKind = 'time' | 'times' | 'number' | 'flag'

/** An option of a scheduler. */
export interface OptionInfo {
  /** Composer's name. */
  readonly name: string
  readonly kind: OptionKind
  /** Composer's default, or null where it has none. */
  readonly byDefault: string | null
  /** What a new scheduler starts with. */
  readonly initial: string
  readonly about: string
}

/** A scheduler. */
export interface SchedulerInfo {
  readonly type: string
  readonly label: string
  readonly about: string
  readonly options: readonly OptionInfo[]
}

const option = (
  kind: OptionKind,
  name: string,
  byDefault: string | null,
  about: string,
  initial = byDefault ?? '',
) => ({
  name,
  kind,
  byDefault,
  initial,
  about,
})
const T_WARMUP = option('time', 't_warmup', null, 'Length of the ramp from 0', '100ba')
const T_MAX = option('time', 't_max', '1dur', 'Where the decay ends')
const ALPHA_F = option('number', 'alpha_f', '0', 'Multiplier at the end')
const GAMMA = option('number', 'gamma', '0.1', 'Factor at each change')
const SCALE_WARMUP = option('flag', 'scale_warmup', 'false', 'The ratio scales the slope of the ramp')
const MILESTONES = option('times', 'milestones', null, 'When it changes', '0.3dur, 0.5dur, 0.9dur')

/** All of them. */
export const CATALOGUE: readonly SchedulerInfo[] = [
  {
    type: 'StepScheduler',
    label: 'Step',
    about: 'Multiplies by gamma at fixed intervals.',
    options: [option('time', 'step_size', null, 'Time between changes', '0.25dur'), GAMMA],
  },
  {
    type: 'MultiStepScheduler',
    label: 'Multi-step',
    about: 'Multiplies by gamma at each milestone.',
    options: [MILESTONES, GAMMA],
  },
  {
    type: 'ConstantScheduler',
    label: 'Constant',
    about: 'Holds alpha until t_max, then 1.',
    options: [option('number', 'alpha', '1', 'The multiplier'), option('time', 't_max', '1dur', 'How long it holds')],
  },
  {
    type: 'LinearScheduler',
    label: 'Linear',
    about: 'A straight line from alpha_i to alpha_f.',
    options: [option('number', 'alpha_i', '1', 'Multiplier at the start'), ALPHA_F, T_MAX],
  },
  {
    type: 'ExponentialScheduler',
    label: 'Exponential',
    about: 'Decays smoothly by gamma in each period.',
    options: [
      option('number', 'gamma', null, 'Factor in each period', '0.5'),
      option('time', 'decay_period', '1ep', 'Length of a period'),
    ],
  },
  {
    type: 'CosineAnnealingScheduler',
    label: 'Cosine',
    about: 'Half a cosine down to alpha_f.',
    options: [T_MAX, ALPHA_F],
  },
  {
    type: 'CosineAnnealingWarmRestartsScheduler',
    label: 'Cosine, warm restarts',
    about: 'Half a cosine that starts again, in intervals that may grow.',
    options: [
      option('time', 't_0', null, 'Length of the first interval', '0.25dur'),
      option('number', 't_mult', '1', 'Each interval over the one before'),
      ALPHA_F,
    ],
  },
  {
    type: 'PolynomialScheduler',
    label: 'Polynomial',
    about: 'A power of the fraction that is left.',
    options: [option('number', 'power', null, 'The exponent', '2'), T_MAX, ALPHA_F],
  },
  {
    type: 'MultiStepWithWarmupScheduler',
    label: 'Multi-step with warm-up',
    about: 'A ramp, then gamma at each milestone.',
    options: [T_WARMUP, MILESTONES, GAMMA, SCALE_WARMUP],
  },
  {
    type: 'ConstantWithWarmupScheduler',
    label: 'Constant with warm-up',
    about: 'A ramp to alpha, which then holds.',
    options: [
      T_WARMUP,
      option('number', 'alpha', '1', 'Multiplier after the ramp'),
      option('time', 't_max', '1dur', 'Checked against the run only'),
      SCALE_WARMUP,
    ],
  },
  {
    type: 'LinearWithWarmupScheduler',
    label: 'Linear with warm-up',
    about: 'A ramp to alpha_i, then a line to alpha_f.',
    options: [T_WARMUP, option('number', 'alpha_i', '1', 'Multiplier after the ramp'), ALPHA_F, T_MAX, SCALE_WARMUP],
  },
  {
    type: 'CosineAnnealingWithWarmupScheduler',
    label: 'Cosine with warm-up',
    about: 'A ramp, then half a cosine down to alpha_f.',
    options: [T_WARMUP, T_MAX, ALPHA_F, SCALE_WARMUP],
  },
  {
    type: 'PolynomialWithWarmupScheduler',
    label: 'Polynomial with warm-up',
    about: 'A ramp, then a power of the fraction that is left.',
    options: [T_WARMUP, option('number', 'power', '2', 'The exponent'), T_MAX, ALPHA_F, SCALE_WARMUP],
  },
]

/** One by its class name. */
export const infoOf = (type: string): SchedulerInfo | undefined => CATALOGUE.find((info) => info.type === type)

/** Composer's `t_warmup` is `tWarmup` in this package's API. */
export const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
