/**
 * A schedule in Python, for Composer's Trainer: its own classes, and functions of the batch for what it has none of.
 */
import { CATALOGUE, isInPython } from '../catalogue/index.js'
import { builtinsOf, type DescribedFactor, givenOptions } from './factor.js'
import type { OptionValue, Program } from './program.js'
import { importsOf } from './python/function.js'
import { writeTree } from './python/tree.js'

/** Writes it. */
export function writeComposer({ factors: all, run, batches, baseLr }: Program): string {
  const factors = builtinsOf(all, 'Python')
  const ratio = run.scaleScheduleRatio
  const names = factors.map((_, index) => (factors.length === 1 ? 'alpha' : `alpha_${index + 1}`))
  const functions = factors.flatMap((factor, index) =>
    isInPython(factor.type) ? [] : ['', '', ...writeTree(names[index]!, factor, batches, 'math', 'Composer')],
  )
  const modules = importsOf(functions)
  return [
    ...modules,
    ...(modules.length > 0 ? [''] : []),
    'from composer import Trainer',
    ...imports(factors.filter(({ type }) => isInPython(type))),
    ...functions,
    ...(functions.length > 0 ? ['', ''] : ['']),
    ...scheduler(factors, names),
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
function imports(factors: readonly DescribedFactor[]): string[] {
  const modules = new Map<string, Set<string>>()
  for (const { type } of factors) {
    const module = CATALOGUE[type].module ?? 'composer.optim'
    modules.set(module, (modules.get(module) ?? new Set()).add(type))
  }
  return [...modules].sort().map(([module, types]) => `from ${module} import ${[...types].sort().join(', ')}`)
}

function scheduler(factors: readonly DescribedFactor[], names: readonly string[]): string[] {
  if (factors.length === 1) {
    const [only] = factors
    if (isInPython(only!.type)) return [`scheduler = ${construct(only!)}`]
    return [
      'def scheduler(state, ssr=1.0):',
      '    """Of this run, for which the ratio has scaled its times already."""',
      `    return ${names[0]}(state.timestamp.batch.value)`,
      '',
    ]
  }
  return [
    'factors = [',
    ...factors.map((each, index) => `    ${isInPython(each.type) ? construct(each) : ofBatch(names[index]!)},`),
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

const ofBatch = (name: string): string => `lambda state, ssr=1.0: ${name}(state.timestamp.batch.value)`

const construct = (factor: DescribedFactor): string =>
  `${factor.type}(${givenOptions(factor)
    .map(({ key, value }) => `${key}=${literal(value)}`)
    .join(', ')})`

function literal(value: OptionValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return `'${value}'`
  return typeof value === 'object' && value !== null ? `[${value.map(literal).join(', ')}]` : String(value)
}
