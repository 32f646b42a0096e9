/**
 * Known runs that --preset names: the text of the configuration that says the same.
 */
import { SchedulerError } from '../../errors/error.js'
import type { Preset } from '../../presets/index.js'
import { CliError, EXIT } from './failure.js'

/** The text of a configuration, or of what another library is given. */
export interface NamedText {
  readonly text: string
  /** What messages call it. */
  readonly file: string
}

/** A known run by its name. */
export async function askedPreset(name: string): Promise<Preset> {
  const { preset } = await import('../../presets/index.js')
  try {
    return preset(name)
  } catch (error) {
    if (!SchedulerError.is(error)) throw error
    const message = error.message.replace('PRESETS has all of them.', 'scale-schedule presets lists them.')
    throw new CliError(EXIT.usage, message, { cause: error })
  }
}

/** A known run as the text of a configuration, by its name. */
export const presetText = async (name: string): Promise<NamedText> => textOf(await askedPreset(name))

/** A known run as the text of a configuration. */
export async function textOf({ schedulers, others, run, baseLr, title, name: own }: Preset): Promise<NamedText> {
  // Loaded here: commands that are given files have no need of it.
  const { exportSchedule } = await import('../../frameworks/index.js')
  const written = (list: Preset['schedulers']) => exportSchedule(list, run, { to: 'json', baseLr, name: title })
  const text = written(schedulers)
  const names = Object.keys(others)
  if (names.length === 0) return { text, file: `preset ${own}` }
  const { scheduler, schedulers: product = scheduler, ...rest } = JSON.parse(text)
  const besides = names.map((name) => {
    const { scheduler: one, schedulers: several = one } = JSON.parse(written(others[name]!))
    return [name, several]
  })
  const record = { ...rest, scheduler: { lr: product, ...Object.fromEntries(besides) } }
  return { text: `${JSON.stringify(record, null, 2)}\n`, file: `preset ${own}` }
}
