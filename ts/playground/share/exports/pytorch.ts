/**
 * A schedule with PyTorch's own schedulers, stepped every batch, where they compute the same.
 */
import { attempt, builtinsOf, type Context, NoCounterpart, numberText, type Written } from './context.js'
import { type Shape, shapeOf } from './shape.js'

const PLAIN: ReadonlySet<string> = new Set([
  'StepScheduler',
  'MultiStepScheduler',
  'ConstantScheduler',
  'LinearScheduler',
  'ExponentialScheduler',
  'PolynomialScheduler',
])

/** Writes it. */
export const toPyTorch = (context: Context): Written =>
  attempt(() => {
    const { steps, run } = context.schedule
    const factors = builtinsOf(steps, 'Python').map((step, index) => shapeOf(step, index, context, 'PyTorch'))
    const other = factors.find(({ type }) => !PLAIN.has(type))
    if (factors.length > 1 && other !== undefined) {
      none(`ChainedScheduler multiplies factors only; found ${other.type} in a product`)
    }
    const lr = numberText(run.baseLr)
    const made = factors.map((shape) => scheduler(shape, context.batches, lr))
    const names = [...new Set(made.map((text) => /^\w+/.exec(text)![0]))]
    if (made.length > 1) names.push('ChainedScheduler')
    return [
      `from torch.optim.lr_scheduler import ${names.sort().join(', ')}`,
      '',
      `# optimizer has lr=${lr}; call scheduler.step() after every batch.`,
      ...(made.length === 1
        ? [`scheduler = ${made[0]}`]
        : ['scheduler = ChainedScheduler([', ...made.map((text) => `    ${text},`), '])']),
      '',
    ].join('\n')
  })

function scheduler(shape: Shape, batches: number, lr: string): string {
  switch (shape.type) {
    case 'StepScheduler':
      return `StepLR(optimizer, step_size=${shape.length('step_size')}, gamma=${shape.number('gamma')})`
    case 'MultiStepScheduler':
      return `MultiStepLR(optimizer, milestones=[${shape.milestones().join(', ')}], gamma=${shape.number('gamma')})`
    case 'ConstantScheduler':
      within('ConstantLR', 'alpha', shape.number('alpha'), 0)
      return `ConstantLR(optimizer, factor=${shape.number('alpha')}, total_iters=${shape.length('t_max')})`
    case 'LinearScheduler':
      within('LinearLR', 'alpha_i', shape.number('alpha_i'), Number.MIN_VALUE)
      within('LinearLR', 'alpha_f', shape.number('alpha_f'), 0)
      return `LinearLR(optimizer, start_factor=${shape.number('alpha_i')}, end_factor=${shape.number('alpha_f')}, total_iters=${shape.length('t_max')})`
    case 'ExponentialScheduler':
      if (!(shape.number('gamma') > 0)) none(`ExponentialLR needs a root of gamma; found ${shape.number('gamma')}`)
      return `ExponentialLR(optimizer, gamma=${shape.number('gamma')} ** (1 / ${shape.length('decay_period')}))`
    case 'CosineAnnealingScheduler':
      if (shape.length('t_max') < batches)
        none('CosineAnnealingLR rises again after its end; found a t_max before the end')
      return `CosineAnnealingLR(optimizer, T_max=${shape.length('t_max')}, eta_min=${shape.number('alpha_f')} * ${lr})`
    case 'CosineAnnealingWarmRestartsScheduler': {
      const mult = shape.number('t_mult')
      if (!Number.isInteger(mult) || mult < 1) none(`CosineAnnealingWarmRestarts takes a whole T_mult; found ${mult}`)
      return `CosineAnnealingWarmRestarts(optimizer, T_0=${shape.length('t_0')}, T_mult=${mult}, eta_min=${shape.number('alpha_f')} * ${lr})`
    }
    case 'PolynomialScheduler':
      if (shape.number('alpha_f') !== 0) none(`PolynomialLR ends at 0; found alpha_f ${shape.number('alpha_f')}`)
      return `PolynomialLR(optimizer, total_iters=${shape.length('t_max')}, power=${shape.number('power')})`
    default:
      return none(`LinearLR can’t start a warm-up at 0; found ${shape.type}`)
  }
}

function within(name: string, option: string, value: number, least: number): void {
  if (!(value >= least && value <= 1))
    none(`${name} takes factors ${least > 0 ? 'above' : 'from'} 0 to 1; found ${option} ${value}`)
}

function none(what: string): never {
  throw new NoCounterpart(`PyTorch has no equal of this schedule: ${what}. Composer and optax may have one.`)
}
