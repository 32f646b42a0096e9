/**
 * A schedule with PyTorch, stepped after every update: its own schedulers where they compute the same, else a LambdaLR
 * with the formula.
 */
import { callOf, literalOf } from '../../../languages/python/literal.js'
import type { Mapping } from '../../import/fields.js'
import { compare } from '../compare.js'
import { nearest } from '../counterparts/nearest.js'
import { findTorch } from '../counterparts/torch.js'
import { driftWords } from '../remarks.js'
import type { Exported } from '../schedule.js'
import { steppedRates } from './drift.js'
import { commentOf, definitionOf, functionsOf, LISTED, productOf } from './python.js'

/** Writes it. */
export function writeTorch(schedule: Exported): string {
  if (!schedule.quantity.isLr) return setByHand(schedule)
  const { before, remarks, scheduler } = ownClasses(schedule) ?? formulas(schedule)
  return [
    ...before,
    ...commentOf([`The optimizer has lr=${schedule.baseLr}; call scheduler.step() after every update.`, ...remarks]),
    `scheduler = ${scheduler}`,
    '',
  ].join('\n')
}

/** What stands before the scheduler, what is said of it, and it. */
interface Frame {
  readonly before: readonly string[]
  readonly remarks: readonly string[]
  readonly scheduler: string
}

/** The whole schedule in classes of torch; null where they compute something else. */
function ownClasses(schedule: Exported): Frame | null {
  const found = nearest(schedule, 'torch', 'PyTorch', findTorch)
  if (found === null || found.comparison.difference !== null) return null
  const { source } = found
  return {
    before: [`from torch.optim.lr_scheduler import ${[...classesIn(source)].sort().join(', ')}`, ''],
    remarks: [...found.remarks, ...drift(schedule, source)],
    scheduler: textOf(source),
  }
}

/** The classes that a source names. */
function classesIn({ class: name, schedulers = [] }: Mapping): Set<string> {
  const inner = (schedulers as readonly Mapping[]).flatMap((part) => [...classesIn(part)])
  return new Set([String(name), ...inner])
}

function textOf({ class: name, kwargs, schedulers }: Mapping, indent = ''): string {
  if (schedulers === undefined) return callOf(String(name), kwargs as Mapping, ['optimizer'])
  const own = `${indent}    `
  const parts = (schedulers as readonly Mapping[]).map((part) => `${own}${textOf(part, own)},`)
  const first = name === 'SequentialLR' ? 'optimizer, [' : '['
  const more = Object.entries(kwargs as Mapping).map(([key, value]) => `, ${key}=${literalOf(value)}`)
  return [`${name}(${first}`, ...parts, `${indent}]${more.join('')})`].join('\n')
}

/** How far the classes drift from their closed forms. */
function drift(schedule: Exported, source: Mapping): string[] {
  const stepped = steppedRates(source, schedule.baseLr)
  if (stepped === null) return []
  const comparison = compare((from, count) => schedule.rates(from, count), stepped, schedule.batches, 0)
  const words = driftWords(comparison, 'PyTorch')
  return words === null ? [] : [words]
}

function formulas(schedule: Exported): Frame {
  const { names, code, modules, isListed } = functionsOf(schedule, 'math', 'PyTorch')
  const alpha = names.length === 1 ? names[0] : `lambda step: ${productOf(names)}`
  return {
    before: [
      ...modules,
      ...(modules.length > 0 ? [''] : []),
      'from torch.optim.lr_scheduler import LambdaLR',
      '',
      '',
      ...code,
    ],
    remarks: isListed ? [LISTED] : [],
    scheduler: `LambdaLR(optimizer, ${alpha})`,
  }
}

/** Another quantity than the learning rate, which is all that torch's schedulers set. */
function setByHand(schedule: Exported): string {
  const { names, code, modules, isListed } = functionsOf(schedule, 'math', 'PyTorch')
  const { python: name, key, words } = schedule.quantity
  const set = `        group['${key}'] = value`
  return [
    ...modules,
    ...(modules.length > 0 ? ['', ''] : []),
    ...code,
    ...definitionOf(schedule, names),
    '',
    '',
    ...commentOf([
      `PyTorch's schedulers set the learning rate alone: call set_${key}(optimizer, step) before update number step, which counts from 0, for the ${words}.`,
      ...(isListed ? [LISTED] : []),
    ]),
    `def set_${key}(optimizer, step):`,
    `    value = ${name}(step)`,
    '    for group in optimizer.param_groups:',
    // Adam has it as the first of two.
    ...(key === 'momentum'
      ? [
          "        if 'betas' in group:",
          "            group['betas'] = (value, *group['betas'][1:])",
          '        else:',
          `    ${set}`,
        ]
      : [set]),
    '',
  ].join('\n')
}
