/**
 * A schedule in Python, for Composer's Trainer: its own classes, and functions of the batch for what it has none of.
 */
import { CATALOGUE, isInPython } from '../catalogue/index.js'
import { builtinsOf, type DescribedFactor, givenOptions } from './factor.js'
import type { OptionValue, Program } from './program.js'
import { importsOf } from './python/function.js'
import { writeTree } from './python/tree.js'

/** A factor in Python: described, or as the lines of a function that gives its values. */
type Written = DescribedFactor | readonly string[]

const isLines = (factor: Written): factor is readonly string[] => Array.isArray(factor)
const isOwn = (factor: Written): factor is DescribedFactor => !isLines(factor) && isInPython(factor.type)

/**
 * Writes it.
 *
 * @param listed - for factors that have no formula in batches, the lines of a function of the batch by its name
 * @param comment - lines before the scheduler
 */
export function writeComposer(
  { factors: all, run, batches, baseLr }: Program,
  listed: (index: number, name: string) => readonly string[] | null = () => null,
  comment: readonly string[] = [],
): string {
  const ratio = run.scaleScheduleRatio
  const names = all.map((_, index) => (all.length === 1 ? 'alpha' : `alpha_${index + 1}`))
  const factors = all.map(
    (factor, index): Written => listed(index, names[index]!) ?? builtinsOf([factor], 'Python')[0]!,
  )
  const functions = factors.flatMap((factor, index) => {
    if (isOwn(factor)) return []
    const lines = isLines(factor) ? factor : writeTree(names[index]!, factor, batches, 'math', 'Composer')
    return ['', '', ...lines]
  })
  const modules = importsOf(functions)
  return [
    ...modules,
    ...(modules.length > 0 ? [''] : []),
    'from composer import Trainer',
    ...imports(factors.filter(isOwn)),
    ...functions,
    ...(functions.length > 0 ? ['', ''] : ['']),
    ...comment,
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

function scheduler(factors: readonly Written[], names: readonly string[]): string[] {
  if (factors.length === 1) {
    const only = factors[0]!
    if (isOwn(only)) return [`scheduler = ${construct(only)}`]
    return [
      'def scheduler(state, ssr=1.0):',
      '    """Of this run, for which the ratio has scaled its times already."""',
      `    return ${names[0]}(state.timestamp.batch.value)`,
      '',
    ]
  }
  return [
    'factors = [',
    ...factors.map((each, index) => `    ${isOwn(each) ? construct(each) : ofBatch(names[index]!)},`),
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
