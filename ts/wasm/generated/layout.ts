/**
 * The wire's layout, printed from crate/src/wire by `npm run build:wasm`; not edited by hand.
 */

export const UNITS = ['iter', 'ep', 'ba', 'sp', 'tok', 'dur', 'sec'] as const
export const COUNTERS = ['iter', 'ba', 'sp', 'tok', 'sec', 'ep'] as const
export const LENGTHS = ['step_size', 't_max', 'decay_period', 't_warmup', 't_scale', 't_cooldown', 'timescale', 't_decay', 't_step', 't_0', 't_up', 't_down', 't_batches', 't_epochs', 't_begin', 't_end', 't_peak', 't_return', 'stable_timescale', 'boundaries', 'knots', 'values', 'factors', 'gamma', 't_mult', 'k', 'power', 'exponent', 'rate', 'amplitude', 'd_model', 'alpha_f', 'decay_ratio', 'decay_power', 'stable_power', 'num_cycles', 'cycle_limit', 'stairs_up', 'stairs_down', 'low', 'factor', 'schedulers', 'at', 'every', 'times', 't_start'] as const
export const SHAPES = ['hold', 'linear', 'polynomial', 'cosine', 'restarts', 'exponential', 'staircase', 'milestones', 'error', 'inverse-square-root', 'blend', 'cycles', 'levels', 'product', 'minimum', 'maximum', 'repeat', 'cooldown'] as const
export const VERSION = 1
export const RUN_SIZE = 4
export const PACE_SIZE = 5
export const ROW = 14
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
  ['MultiStepWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['milestones', 'times'], ['gamma', 'number', 0.1], ['scale_warmup', 'scale', false]], []],
  ['ConstantWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['alpha', 'number', 1.0], ['t_max', 'time', '1dur'], ['scale_warmup', 'scale', false], ['check', 'check', 'composer']], ['constant_with_warmup']],
  ['LinearWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['alpha_i', 'number', 1.0], ['alpha_f', 'number', 0.0], ['t_max', 'time', '1dur'], ['scale_warmup', 'scale', false], ['check', 'check', 'composer']], ['linear_decay_with_warmup']],
  ['CosineAnnealingWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['t_max', 'time', '1dur'], ['alpha_f', 'number', 0.0], ['scale_warmup', 'scale', false], ['check', 'check', 'composer']], ['cosine_with_warmup']],
  ['PolynomialWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['power', 'number', 2.0], ['t_max', 'time', '1dur'], ['alpha_f', 'number', 0.0], ['scale_warmup', 'scale', false], ['check', 'check', 'composer']], []],
  ['InverseSquareRootWithWarmupScheduler', [['t_warmup', 'time', undefined, 'unscaled'], ['t_scale', 'time'], ['t_cooldown', 'time'], ['t_max', 'time', '1dur'], ['alpha_f_decay', 'number', 0.0], ['alpha_f_cooldown', 'number', 0.0]], ['inv_sqrt_with_warmup']],
  ['LinearDecayScheduler', [['t_max', 'exact', '1dur'], ['alpha_i', 'number', 1.0], ['alpha_f', 'number', 0.0], ['t_begin', 'exact?', null], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['CosineDecayScheduler', [['t_max', 'exact', '1dur'], ['alpha_i', 'number', 1.0], ['alpha_f', 'number', 0.0], ['num_cycles', 'number', 0.5], ['exponent', 'number', 1.0], ['decay_shift', 'exact?', null], ['after', 'after', 'hold'], ['t_begin', 'exact?', null], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], ['cosine']],
  ['CosineHardRestartsScheduler', [['t_max', 'exact', '1dur'], ['num_cycles', 'number', 1.0], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['CosineRestartsScheduler', [['t_0', 'exact'], ['t_mult', 'number', 1.0], ['cycle_decay', 'number', 1.0], ['decay_applies', 'applies', 'peak'], ['cycle_limit', 'number?', null], ['k', 'number', 1.0], ['alpha_f', 'number', 0.0], ['warmup_prefix', 'flag', true], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['PolynomialRestartsScheduler', [['t_0', 'exact'], ['power', 'number', 1.0], ['t_mult', 'number', 1.0], ['cycle_decay', 'number', 1.0], ['decay_applies', 'applies', 'peak'], ['cycle_limit', 'number?', null], ['k', 'number', 1.0], ['alpha_f', 'number', 0.0], ['warmup_prefix', 'flag', true], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['TanhRestartsScheduler', [['t_0', 'exact'], ['lb', 'number', -7.0], ['ub', 'number', 3.0], ['t_mult', 'number', 1.0], ['cycle_decay', 'number', 1.0], ['decay_applies', 'applies', 'peak'], ['cycle_limit', 'number?', null], ['alpha_f', 'number', 0.0], ['warmup_prefix', 'flag', true], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], ['tanh']],
  ['PolynomialDecayScheduler', [['t_max', 'exact', '1dur'], ['power', 'number', 1.0], ['alpha_i', 'number', 1.0], ['alpha_f', 'number', 0.0], ['cycle', 'flag', false], ['t_begin', 'exact?', null], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['ExponentialDecayScheduler', [['gamma', 'number'], ['t_decay', 'exact'], ['alpha_i', 'number', 1.0], ['alpha_f', 'number?', null], ['staircase', 'flag', false], ['t_begin', 'exact?', null], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['InverseTimeDecayScheduler', [['t_decay', 'exact'], ['rate', 'number'], ['staircase', 'flag', false], ['alpha_i', 'number', 1.0], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], ['inverse_time']],
  ['LrRangeTestScheduler', [['t_step', 'exact'], ['rate', 'number', 1.0], ['staircase', 'flag', false]], []],
  ['StepDecayScheduler', [['t_step', 'exact'], ['gamma', 'number', 0.1], ['warmup_prefix', 'flag', true], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['MultiStepDecayScheduler', [['milestones', 'exacts'], ['gamma', 'number', 0.1], ['warmup_prefix', 'flag', true], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['MultiplicativeScheduler', [['factors', 'numbers']], []],
  ['PiecewiseConstantScheduler', [['boundaries', 'exacts'], ['values', 'numbers'], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], ['staged']],
  ['PiecewiseInterpolateScheduler', [['knots', 'exacts'], ['values', 'numbers'], ['interpolate', 'blend', 'linear']], []],
  ['OneCycleScheduler', [['t_peak', 'exact', '0.3dur'], ['t_return', 'exact?', null], ['t_end', 'exact', '1dur'], ['alpha_i', 'number', 0.04], ['alpha_m', 'number', 1.0], ['alpha_f', 'number', 4e-6], ['anneal', 'blend', 'cosine'], ['stairs_up', 'number?', null], ['stairs_down', 'number?', null], ['t_decay', 'exact?', null], ['rate', 'number', 0.0]], []],
  ['CyclicScheduler', [['t_up', 'exact'], ['t_down', 'exact?', null], ['alpha_min', 'number', 0.0], ['alpha_max', 'number', 1.0], ['mode', 'mode', 'triangular'], ['gamma', 'number', 1.0], ['shrink_min', 'flag', false], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['WarmupStableDecayScheduler', [['t_max', 'exact', '1dur'], ['t_decay', 'exact', '0.1dur'], ['decay', 'decay', 'linear'], ['alpha_f', 'number', 0.0], ['decay_power', 'number', 2.0], ['decay_ratio', 'number', 0.1], ['num_cycles', 'number', 0.5], ['stable', 'stable', 'constant'], ['stable_timescale', 'exact?', null], ['stable_power', 'number', 0.5], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], ['wsd', 'trapezoid']],
  ['InverseSquareRootScheduler', [['timescale', 'exact?', null], ['alpha_f_decay', 'number', 0.0], ['t_max', 'exact', '1dur'], ['t_cooldown', 'exact?', null], ['alpha_f_cooldown', 'number', 0.0], ['alpha_min', 'number?', null], ['t_end', 'exact?', null], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], ['inverse_sqrt', 'inv_sqrt', 'rsqrt']],
  ['NoamScheduler', [['d_model', 'number'], ['t_warmup', 'exact', undefined, 'unscaled'], ['shift', 'number', 0.0], ['scale_warmup', 'flag', false]], []],
  ['PowerLawScheduler', [['amplitude', 'number'], ['rate', 'number', 1.0], ['exponent', 'number'], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['scale_warmup', 'flag', false]], ['power']],
  ['RexScheduler', [['t_max', 'exact', '1dur'], ['alpha_f', 'number', 0.0], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false]], []],
  ['EdenScheduler', [['t_batches', 'exact'], ['t_epochs', 'exact?', null], ['t_warmup', 'exact?', null, 'unscaled'], ['alpha_w', 'number', 0.5], ['scale_warmup', 'flag', false]], []],
  ['ProductScheduler', [['schedulers', 'schedulers']], []],
  ['MinimumScheduler', [['schedulers', 'schedulers']], []],
  ['MaximumScheduler', [['schedulers', 'schedulers']], []],
  ['ClampScheduler', [['scheduler', 'scheduler'], ['low', 'number?', null], ['high', 'number?', null]], []],
  ['AffineScheduler', [['scheduler', 'scheduler'], ['scale', 'number', 1.0], ['offset', 'number', 0.0]], []],
  ['SequenceScheduler', [['schedulers', 'parts'], ['at', 'exacts']], ['sequential']],
  ['ShiftScheduler', [['scheduler', 'scheduler'], ['by', 'exact']], []],
  ['StretchScheduler', [['scheduler', 'scheduler'], ['factor', 'number']], []],
  ['RepeatScheduler', [['scheduler', 'scheduler'], ['every', 'exact'], ['times', 'number?', null], ['decay', 'number', 1.0]], []],
  ['CooldownScheduler', [['scheduler', 'scheduler'], ['t_start', 'exact?', null], ['t_cooldown', 'exact?', null], ['t_end', 'exact', '1dur'], ['alpha_f', 'number', 0.0], ['shape', 'decline', 'linear'], ['decay_power', 'number', 2.0], ['decay_ratio', 'number', 0.1], ['from', 'from', 'running']], []],
  ['WithWarmupScheduler', [['scheduler', 'scheduler'], ['t_warmup', 'exact', undefined, 'unscaled'], ['alpha_w', 'number', 0.0], ['warmup', 'rise', 'linear'], ['first_step', 'first-step', 't/w'], ['scale_warmup', 'flag', false], ['start', 'start', 'after']], []],
] as const

/** The kinds of options that are words: the words of each, by their numbers. */
export const CHOICES = {
  'rise': ['linear', 'cosine', '1-sqrt', 'log'],
  'first-step': ['t/w', '(t+1)/w', '(t+1)/(w+1)', 't/(w-1)'],
  'start': ['after', 'over', 'together'],
  'decline': ['linear', 'cosine', '1-sqrt', 'power', 'exp'],
  'decay': ['linear', 'cosine', '1-sqrt', 'power', 'exp', 'geometric'],
  'stable': ['constant', 'rsqrt', 'power'],
  'from': ['running', 'frozen'],
  'after': ['hold', 'continue'],
  'blend': ['linear', 'cosine'],
  'applies': ['peak', 'amplitude', 'all'],
  'check': ['composer', 'warn', 'off'],
  'mode': ['triangular', 'triangular2', 'exp_range', 'shrink'],
} as const

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
  ['option-range', [['option', 'length'], ['found', 'number']]],
  ['boundary-order', [['before', 'time'], ['found', 'time']]],
  ['max-duration-zero', [['maxDuration', 'time'], ['ssr', 'number'], ['found', 'number']]],
  ['unit-mismatch', [['left', 'time'], ['right', 'time']]],
] as const
