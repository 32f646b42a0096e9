/**
 * The wire's layout, printed from crate/src/wire by `npm run build:wasm`; not edited by hand.
 */

export const UNITS = ['iter', 'ep', 'ba', 'sp', 'tok', 'dur', 'sec'] as const
export const COUNTERS = ['iter', 'ba', 'sp', 'tok', 'sec'] as const
export const LENGTHS = ['step_size', 't_max', 'decay_period', 't_warmup'] as const
export const SHAPES = ['hold', 'linear', 'polynomial', 'cosine', 'restarts', 'exponential', 'staircase', 'milestones', 'error'] as const
export const VERSION = 1
export const RUN_SIZE = 4
export const PACE_SIZE = 5
export const OPERANDS = 4
export const BLOCK = 2048

/** Every scheduler by its number: Composer's class, its keyword arguments and what each is. */
export const SCHEDULES = [
  ['StepScheduler', [['step_size', 'time'], ['gamma', 'number']]],
  ['MultiStepScheduler', [['milestones', 'times'], ['gamma', 'number']]],
  ['ConstantScheduler', [['alpha', 'number'], ['t_max', 'time']]],
  ['LinearScheduler', [['alpha_i', 'number'], ['alpha_f', 'number'], ['t_max', 'time']]],
  ['ExponentialScheduler', [['gamma', 'number'], ['decay_period', 'time']]],
  ['CosineAnnealingScheduler', [['t_max', 'time'], ['alpha_f', 'number']]],
  ['CosineAnnealingWarmRestartsScheduler', [['t_0', 'time'], ['t_mult', 'number'], ['alpha_f', 'number']]],
  ['PolynomialScheduler', [['power', 'number'], ['t_max', 'time'], ['alpha_f', 'number']]],
  ['MultiStepWithWarmupScheduler', [['t_warmup', 'time'], ['milestones', 'times'], ['gamma', 'number'], ['scale_warmup', 'flag']]],
  ['ConstantWithWarmupScheduler', [['t_warmup', 'time'], ['alpha', 'number'], ['t_max', 'time'], ['scale_warmup', 'flag']]],
  ['LinearWithWarmupScheduler', [['t_warmup', 'time'], ['alpha_i', 'number'], ['alpha_f', 'number'], ['t_max', 'time'], ['scale_warmup', 'flag']]],
  ['CosineAnnealingWithWarmupScheduler', [['t_warmup', 'time'], ['t_max', 'time'], ['alpha_f', 'number'], ['scale_warmup', 'flag']]],
  ['PolynomialWithWarmupScheduler', [['t_warmup', 'time'], ['power', 'number'], ['t_max', 'time'], ['alpha_f', 'number'], ['scale_warmup', 'flag']]],
] as const

/** Every error by its number from 1: its code, its operands and what each is. */
export const ERRORS = [
  ['wall-clock-unit', [['time', 'time']]],
  ['no-max-duration', []],
  ['max-duration-unit', [['found', 'time']]],
  ['no-dataloader-len', [['time', 'time']]],
  ['warmup-units', [['tWarmup', 'time'], ['tMax', 'time']]],
  ['t-max-too-short', [['tMax', 'time'], ['maxDuration', 'time']]],
  ['zero-length', [['what', 'length']]],
  ['restart-decayed', [['t0', 'time'], ['tMult', 'number']]],
  ['restart-endless', [['t0', 'time'], ['tMult', 'number']]],
  ['not-finite', [['found', 'number']]],
  ['integer-range', [['found', 'number']]],
  ['zero-to-negative-power', [['exponent', 'number']]],
  ['overflow', [['base', 'number'], ['exponent', 'number']]],
  ['complex-value', [['base', 'number'], ['exponent', 'number']]],
  ['bad-type', []],
  ['counter-missing', [['unit', 'unit']]],
] as const
