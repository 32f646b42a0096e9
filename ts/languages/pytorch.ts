/**
 * A schedule with PyTorch, stepped every batch: its own schedulers where they compute the same, else a LambdaLR with
 * the formula.
 */
import type { SchedulerType } from '../wasm/table.js'
import { builtinsOf, inSteps, numberText, type StepFactor } from './factor.js'
import type { Program } from './program.js'
import { importsOf, writeFunction } from './python.js'

/** A class of PyTorch's. */
interface OwnClass {
  /** Whether it multiplies the learning rate that it finds, as ChainedScheduler needs. */
  readonly multiplies: boolean
  /** How one is made; null where it computes something else. */
  write(step: StepFactor, batches: number, lr: string): string | null
}

/** Writes it. */
export function writePyTorch({ factors: all, batches, baseLr }: Program): string {
  const steps = builtinsOf(all, 'Python').map((factor) => inSteps(factor, 'PyTorch'))
  const lr = numberText(baseLr)
  const made = steps.map((step) => ownOf(step, steps.length, batches, lr))
  const frame = made.every((text) => text !== null) ? chained(made) : formulas(steps, batches)
  return [
    ...frame.before,
    `# optimizer has lr=${lr}; call scheduler.step() after every batch.`,
    ...frame.scheduler,
    '',
  ].join('\n')
}

function ownOf(step: StepFactor, count: number, batches: number, lr: string): string | null {
  const own = OWN[step.factor.type]
  return own === undefined || (count > 1 && !own.multiplies) ? null : own.write(step, batches, lr)
}

/** What stands before the scheduler, and the scheduler. */
interface Frame {
  readonly before: readonly string[]
  readonly scheduler: readonly string[]
}

function chained(made: readonly string[]): Frame {
  const names = [...new Set(made.map((text) => /^\w+/.exec(text)![0]))]
  if (made.length > 1) names.push('ChainedScheduler')
  return {
    before: [`from torch.optim.lr_scheduler import ${names.sort().join(', ')}`, ''],
    scheduler:
      made.length === 1
        ? [`scheduler = ${made[0]}`]
        : ['scheduler = ChainedScheduler([', ...made.map((text) => `    ${text},`), '])'],
  }
}

function formulas(steps: readonly StepFactor[], batches: number): Frame {
  const names = steps.map((_, index) => (steps.length === 1 ? 'alpha' : `alpha_${index + 1}`))
  const functions = steps.flatMap((step, index) => [...writeFunction(names[index]!, step, batches, 'math'), '', ''])
  const modules = importsOf(functions)
  const alpha = names.length === 1 ? names[0] : `lambda step: ${names.map((name) => `${name}(step)`).join(' * ')}`
  return {
    before: [
      ...modules,
      ...(modules.length > 0 ? [''] : []),
      'from torch.optim.lr_scheduler import LambdaLR',
      '',
      '',
      ...functions,
    ],
    scheduler: [`scheduler = LambdaLR(optimizer, ${alpha})`],
  }
}

/** The classes that compute the same; a scheduler without one is written by its formula. */
const OWN: Partial<Record<SchedulerType, OwnClass>> = {
  StepScheduler: {
    multiplies: true,
    write: (step) => `StepLR(optimizer, step_size=${step.length('step_size')}, gamma=${step.number('gamma')})`,
  },
  MultiStepScheduler: {
    multiplies: true,
    write: (step) =>
      `MultiStepLR(optimizer, milestones=[${step.lengths('milestones').join(', ')}], gamma=${step.number('gamma')})`,
  },
  ConstantScheduler: {
    multiplies: true,
    write(step) {
      const alpha = step.number('alpha')
      if (!isWithin(alpha, 0)) return null
      return `ConstantLR(optimizer, factor=${alpha}, total_iters=${step.length('t_max')})`
    },
  },
  LinearScheduler: {
    multiplies: true,
    write(step) {
      const [start, end] = [step.number('alpha_i'), step.number('alpha_f')]
      // It divides by where it starts.
      if (!isWithin(start, Number.MIN_VALUE) || !isWithin(end, 0)) return null
      return `LinearLR(optimizer, start_factor=${start}, end_factor=${end}, total_iters=${step.length('t_max')})`
    },
  },
  ExponentialScheduler: {
    multiplies: true,
    write(step) {
      const gamma = step.number('gamma')
      // A root is needed.
      return gamma > 0 ? `ExponentialLR(optimizer, gamma=${gamma} ** (1 / ${step.length('decay_period')}))` : null
    },
  },
  CosineAnnealingScheduler: {
    multiplies: false,
    write(step, batches, lr) {
      const length = step.length('t_max')
      // It rises again after its end.
      if (length < batches) return null
      return `CosineAnnealingLR(optimizer, T_max=${length}, eta_min=${step.number('alpha_f')} * ${lr})`
    },
  },
  CosineAnnealingWarmRestartsScheduler: {
    multiplies: false,
    write(step, _, lr) {
      const growth = step.number('t_mult')
      // It grows by whole numbers.
      if (!Number.isInteger(growth) || growth < 1) return null
      return `CosineAnnealingWarmRestarts(optimizer, T_0=${step.length('t_0')}, T_mult=${growth}, eta_min=${step.number('alpha_f')} * ${lr})`
    },
  },
  PolynomialScheduler: {
    multiplies: true,
    write(step) {
      // It ends at 0.
      if (step.number('alpha_f') !== 0) return null
      return `PolynomialLR(optimizer, total_iters=${step.length('t_max')}, power=${step.number('power')})`
    },
  },
}

const isWithin = (value: number, least: number): boolean => value >= least && value <= 1
