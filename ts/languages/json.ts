/**
 * A schedule as a training configuration in JSON, which `readConfig` reads as it does YAML.
 */
import { configurationOf } from './configuration.js'
import type { Program } from './program.js'

/** Writes it. */
export function writeJson(program: Program): string {
  const { run, optimizer, schedulers } = configurationOf(program, 'JSON')
  const [only, ...others] = schedulers
  const section = others.length === 0 ? { scheduler: only } : { schedulers }
  return `${JSON.stringify({ ...run, optimizer, ...section }, null, 2)}\n`
}
