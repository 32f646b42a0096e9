/**
 * The wire's layout, printed from crate/src/wire by `npm run build:wasm`; not edited by hand.
 */

export const UNITS = ['iter', 'ep', 'ba', 'sp', 'tok', 'dur', 'sec'] as const
export const COUNTERS = ['iter', 'ba', 'sp', 'tok', 'sec'] as const
export const LENGTHS = ['step_size', 't_max', 'decay_period', 't_warmup', 't_scale', 't_cooldown'] as const
export const SHAPES = ['hold', 'linear', 'polynomial', 'cosine', 'restarts', 'exponential', 'staircase', 'milestones', 'error', 'inverse-square-root'] as const
export const VERSION = 1
export const RUN_SIZE = 4
export const PACE_SIZE = 5
export const ROW = 14
export const BOUNDARIES = 2
export const OPERANDS = 4
export const BLOCK = 256

/**
 * Every scheduler by its number: Composer's class, its keyword arguments, and what llm-foundry calls it. Of each
 * argument name, kind, and, where there are such, its default and that the ratio does not scale it.
 */
export const SCHEDULES = [
  ['StepScheduler', [['step_size', 'time'], ['gamma', 'number', 0.1]], []],
  ['MultiStepScheduler', [['milestones', 'times'], ['gamma', 'number', 0.1]], []],
  ['ConstantScheduler', [['alpha', 'number', 1.0], ['t_max', 'time', '1dur']], []],
  ['LinearScheduler', [['alpha_i', 'number', 1.0], ['alpha_f', 'number', 0.0], ['t_max', 'time', '1dur']], []],
  ['ExponentialScheduler', [['gamma', 'number'], ['decay_period', 'time', '1ep']], []],
  ['CosineAnnealingScheduler', [['t_max', 'time', '1dur'], ['alpha_f', 'number', 0.0]], []],
  ['CosineAnnealingWarmRestartsScheduler', [['t_0', 'time'], ['t_mult', 'number', 1.0], ['alpha_f', 'number', 0.0]], []],
  ['PolynomialScheduler', [['power', 'number'], ['t_max', 'time', '1dur'], ['alpha_f', 'number', 0.0]], []],
  ['MultiStepWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['milestones', 'times'], ['gamma', 'number', 0.1], ['scale_warmup', 'flag', false]], []],
  ['ConstantWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['alpha', 'number', 1.0], ['t_max', 'time', '1dur'], ['scale_warmup', 'flag', false]], ['constant_with_warmup']],
  ['LinearWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['alpha_i', 'number', 1.0], ['alpha_f', 'number', 0.0], ['t_max', 'time', '1dur'], ['scale_warmup', 'flag', false]], ['linear_decay_with_warmup']],
  ['CosineAnnealingWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['t_max', 'time', '1dur'], ['alpha_f', 'number', 0.0], ['scale_warmup', 'flag', false]], ['cosine_with_warmup']],
  ['PolynomialWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['power', 'number', 2.0], ['t_max', 'time', '1dur'], ['alpha_f', 'number', 0.0], ['scale_warmup', 'flag', false]], []],
  ['InverseSquareRootWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['t_scale', 'time'], ['t_cooldown', 'time'], ['t_max', 'time', '1dur'], ['alpha_f_decay', 'number', 0.0], ['alpha_f_cooldown', 'number', 0.0]], ['inv_sqrt_with_warmup']],
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
  ['warmup-units', [['option', 'length'], ['time', 'time']]],
  ['alpha-order', [['alphaFDecay', 'number'], ['alphaFCooldown', 'number']]],
] as const
