/**
 * A schedule as a training configuration of llm-foundry in YAML.
 */
import { type ConfiguredScheduler, configurationOf } from './configuration.js'

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
  Object.entries(scheduler).map(
    ([key, value]) => `${key}: ${typeof value === 'object' ? `[${value.join(', ')}]` : scalar(value)}`,
  )

/** A number has a point before its exponent: without it, PyYAML reads a text. */
const scalar = (value: number | boolean | string): string =>
  typeof value === 'number' ? String(value).replace(/^(-?\d+)e/, '$1.0e') : String(value)
