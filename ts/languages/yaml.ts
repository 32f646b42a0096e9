/**
 * A schedule as a training configuration of llm-foundry in YAML.
 */
import { type Configured, type ConfiguredScheduler, configurationOf } from './configuration.js'
import type { Program } from './program.js'

/** Writes it. */
export function writeYaml(program: Program): string {
  const { run, optimizer, schedulers } = configurationOf(program, 'YAML')
  return [
    ...Object.entries(run).map(
      ([key, value]) => `${key}: ${key === 'run_name' ? JSON.stringify(value) : scalar(value)}`,
    ),
    '',
    'optimizer:',
    `  name: ${optimizer.name}`,
    `  lr: ${scalar(optimizer.lr)}`,
    '',
    ...sections(schedulers),
    '',
  ].join('\n')
}

function sections(schedulers: readonly ConfiguredScheduler[]): string[] {
  if (schedulers.length === 1) return ['scheduler:', ...linesOf(schedulers[0]!).map((each) => `  ${each}`)]
  return [
    '# llm-foundry itself takes one scheduler; scale-schedule multiplies these.',
    'schedulers:',
    ...schedulers.flatMap((each) => linesOf(each).map((text, index) => `  ${index === 0 ? '- ' : '  '}${text}`)),
  ]
}

const linesOf = (scheduler: ConfiguredScheduler): string[] =>
  Object.entries(scheduler).flatMap(([key, value]): string[] => {
    if (isScheduler(value)) return [`${key}:`, ...linesOf(value).map((text) => `  ${text}`)]
    return isList(value) && value.some(isScheduler)
      ? [`${key}:`, ...value.flatMap(itemOf).map((text) => `  ${text}`)]
      : [`${key}: ${flow(value)}`]
  })

/** An item of a list of schedulers. */
const itemOf = (item: Configured): string[] =>
  linesOf(item as ConfiguredScheduler).map((text, index) => `${index === 0 ? '- ' : '  '}${text}`)

const isList = (value: Configured): value is readonly Configured[] => Array.isArray(value)
const isScheduler = (value: Configured): value is ConfiguredScheduler =>
  typeof value === 'object' && value !== null && !isList(value)

/** A value in a line. */
const flow = (value: Configured): string =>
  isList(value) ? `[${value.map(flow).join(', ')}]` : scalar(value as string | number | boolean | null)

/** A number has a point before its exponent: without it, PyYAML reads a text. */
const scalar = (value: number | boolean | string | null): string =>
  typeof value === 'number' ? String(value).replace(/^(-?\d+)e/, '$1.0e') : String(value)
