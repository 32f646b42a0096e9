/**
 * A schedule with PyTorch, stepped every batch: its own schedulers where they compute the same, else a LambdaLR with
 * the formula.
 */
import type { SchedulerType } from '../wasm/table.js'
import { builtinsOf, type FactorNumbers, numbersOf } from './factor.js'
import type { Program } from './program.js'
import { importsOf } from './python/function.js'
import { writeTree } from './python/tree.js'

/** A class of PyTorch's. */
interface OwnClass {
  /** Whether it multiplies the learning rate that it finds, as ChainedScheduler needs. */
  readonly multiplies: boolean
  /** How one is made; null where it computes something else. */
  write(numbers: FactorNumbers, batches: number, lr: string): string | null
}

/** Writes it. */
export function writePyTorch({ factors: all, batches, baseLr }: Program): string {
  const factors = builtinsOf(all, 'Python').map((factor) => numbersOf(factor, 'PyTorch'))
  const lr = String(baseLr)
  const own = factors.map((numbers) => ownOf(numbers, factors.length, batches, lr))
  const frame = own.every((text) => text !== null) ? chained(own) : formulas(factors, batches)
  return [
    ...frame.before,
    `# optimizer has lr=${lr}; call scheduler.step() after every batch.`,
    ...frame.scheduler,
    '',
  ].join('\n')
}

function ownOf(numbers: FactorNumbers, count: number, batches: number, lr: string): string | null {
  const own = OWN[numbers.factor.type]
  return own === undefined || (count > 1 && !own.multiplies) ? null : own.write(numbers, batches, lr)
}

/** What stands before the scheduler, and the scheduler. */
interface Frame {
  readonly before: readonly string[]
  readonly scheduler: readonly string[]
}

function chained(schedulers: readonly string[]): Frame {
  const names = [...new Set(schedulers.map((text) => /^\w+/.exec(text)![0]))]
  if (schedulers.length > 1) names.push('ChainedScheduler')
  return {
    before: [`from torch.optim.lr_scheduler import ${names.sort().join(', ')}`, ''],
    scheduler:
      schedulers.length === 1
        ? [`scheduler = ${schedulers[0]}`]
        : ['scheduler = ChainedScheduler([', ...schedulers.map((text) => `    ${text},`), '])'],
  }
}

function formulas(factors: readonly FactorNumbers[], batches: number): Frame {
  const names = factors.map((_, index) => (factors.length === 1 ? 'alpha' : `alpha_${index + 1}`))
  const functions = factors.flatMap((numbers, index) => [
    ...writeTree(names[index]!, numbers.factor, batches, 'math', 'PyTorch'),
    '',
    '',
  ])
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
    write: (numbers) => `StepLR(optimizer, step_size=${numbers.batches('step_size')}, gamma=${numbers.value('gamma')})`,
  },
  MultiStepScheduler: {
    multiplies: true,
    write: (numbers) =>
      `MultiStepLR(optimizer, milestones=[${numbers.allBatches('milestones').join(', ')}], gamma=${numbers.value('gamma')})`,
  },
  ConstantScheduler: {
    multiplies: true,
    write(numbers) {
      const alpha = numbers.value('alpha')
      if (!isWithin(alpha, 0)) return null
      return `ConstantLR(optimizer, factor=${alpha}, total_iters=${numbers.batches('t_max')})`
    },
  },
  LinearScheduler: {
    multiplies: true,
    write(numbers) {
      const [start, end] = [numbers.value('alpha_i'), numbers.value('alpha_f')]
      // It divides by where it starts.
      if (!isWithin(start, Number.MIN_VALUE) || !isWithin(end, 0)) return null
      return `LinearLR(optimizer, start_factor=${start}, end_factor=${end}, total_iters=${numbers.batches('t_max')})`
    },
  },
  ExponentialScheduler: {
    multiplies: true,
    write(numbers) {
      const gamma = numbers.value('gamma')
      // A root is needed.
      return gamma > 0 ? `ExponentialLR(optimizer, gamma=${gamma} ** (1 / ${numbers.batches('decay_period')}))` : null
    },
  },
  CosineAnnealingScheduler: {
    multiplies: false,
    write(numbers, batches, lr) {
      const length = numbers.batches('t_max')
      // It rises again after its end.
      if (length < batches) return null
      return `CosineAnnealingLR(optimizer, T_max=${length}, eta_min=${numbers.value('alpha_f')} * ${lr})`
    },
  },
  CosineAnnealingWarmRestartsScheduler: {
    multiplies: false,
    write(numbers, _, lr) {
      const growth = numbers.value('t_mult')
      // It grows by whole numbers.
      if (!Number.isInteger(growth) || growth < 1) return null
      return `CosineAnnealingWarmRestarts(optimizer, T_0=${numbers.batches('t_0')}, T_mult=${growth}, eta_min=${numbers.value('alpha_f')} * ${lr})`
    },
  },
  PolynomialScheduler: {
    multiplies: true,
    write(numbers) {
      // It ends at 0.
      if (numbers.value('alpha_f') !== 0) return null
      return `PolynomialLR(optimizer, total_iters=${numbers.batches('t_max')}, power=${numbers.value('power')})`
    },
  },
}

const isWithin = (value: number, least: number): boolean => value >= least && value <= 1
