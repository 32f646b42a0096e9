/**
 * A schedule in Python, for Composer's Trainer.
 */
import { CATALOGUE } from '../catalogue/index.js'
import { builtinsOf, givenOptions } from './factor.js'
import type { BuiltinFactor, Program } from './program.js'

/** Writes it. */
export function writeComposer({ factors: all, run, baseLr }: Program): string {
  const factors = builtinsOf(all, 'Python')
  const ratio = run.scaleScheduleRatio
  return [
    'from composer import Trainer',
    ...imports(factors),
    '',
    ...scheduler(factors),
    '',
    'trainer = Trainer(',
    '    model=model,',
    '    train_dataloader=train_dataloader,',
    `    optimizers=optimizer,  # with lr=${baseLr}`,
    `    max_duration='${run.maxDuration}',`,
    '    schedulers=scheduler,',
    ...(ratio === 1 ? [] : [`    scale_schedule_ratio=${ratio},`]),
    ')',
    '',
  ].join('\n')
}

/** The classes, by the modules that they are from. */
function imports(factors: readonly BuiltinFactor[]): string[] {
  const modules = new Map<string, Set<string>>()
  for (const { type } of factors) {
    const module = CATALOGUE[type].module ?? 'composer.optim'
    modules.set(module, (modules.get(module) ?? new Set()).add(type))
  }
  return [...modules].sort().map(([module, types]) => `from ${module} import ${[...types].sort().join(', ')}`)
}

function scheduler(factors: readonly BuiltinFactor[]): string[] {
  if (factors.length === 1) return [`scheduler = ${construct(factors[0]!)}`]
  return [
    'factors = [',
    ...factors.map((each) => `    ${construct(each)},`),
    ']',
    '',
    '',
    'def scheduler(state, ssr=1.0):',
    '    """Their product; of a list, the Trainer lets the last one win."""',
    '    alpha = 1.0',
    '    for factor in factors:',
    '        alpha *= factor(state, ssr)',
    '    return alpha',
    '',
  ]
}

const construct = (factor: BuiltinFactor): string =>
  `${factor.type}(${givenOptions(factor)
    .map(({ key, value }) => `${key}=${literal(value)}`)
    .join(', ')})`

function literal(value: number | boolean | string | readonly string[]): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'string' ? `'${value}'` : `[${value.map((time) => `'${time}'`).join(', ')}]`
}
