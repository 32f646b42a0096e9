/**
 * A schedule as a training configuration of llm-foundry in YAML.
 */
import { numberText } from '../config/number.js'
import { type Configuration, type Configured, type ConfiguredScheduler, configurationOf } from './configuration.js'
import type { Program } from './program.js'

/** Writes it. */
export const writeYaml = (program: Program): string => yamlOf(configurationOf(program, 'YAML'))

/** A configuration as YAML. */
export function yamlOf({ run, optimizer, schedulers, others = {} }: Configuration): string {
  return [
    ...Object.entries(run).map(
      ([key, value]) => `${key}: ${key === 'run_name' ? JSON.stringify(value) : scalar(value)}`,
    ),
    '',
    'optimizer:',
    ...(optimizer.name === undefined ? [] : [`  name: ${optimizer.name}`]),
    `  lr: ${scalar(optimizer.lr)}`,
    '',
    ...sections(schedulers, Object.entries(others)),
    '',
  ].join('\n')
}

function sections(
  schedulers: readonly ConfiguredScheduler[],
  others: readonly (readonly [string, ConfiguredScheduler])[],
): string[] {
  const indented = (lines: readonly string[]) => lines.map((text) => `    ${text}`)
  if (others.length > 0) {
    const quantities = [['lr', schedulers[0]!] as const, ...others]
    return ['scheduler:', ...quantities.flatMap(([name, one]) => [`  ${name}:`, ...indented(linesOf(one))])]
  }
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

/** A value of one word. */
export const scalar = (value: number | boolean | string | null): string =>
  typeof value === 'number' ? numberText(value) : String(value)
