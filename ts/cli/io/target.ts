/**
 * The target of exports that --to names.
 */
import { SchedulerError } from '../../errors/error.js'
import type { ExportTarget } from '../../frameworks/export/targets/registry.js'
import { CliError, EXIT } from './failure.js'

/** The target by any of its names; loads what writes it. */
export async function askedTarget(name: string): Promise<ExportTarget> {
  const { targetOf } = await import('../../frameworks/export/export.js')
  try {
    return targetOf(name)
  } catch (error) {
    if (!SchedulerError.is(error)) throw error
    throw new CliError(EXIT.usage, error.message.replace(/^to /, '--to '), { cause: error })
  }
}
