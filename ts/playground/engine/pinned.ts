/**
 * A schedule whose times no longer depend on the length of its run or on the ratio: each as what it means, in one unit.
 * So it stays what it is in a run of another length.
 */
import type { Factor as ProgramFactor, ProgramOption } from '../../languages/program.js'
import { perBatch } from '../../state/pace.js'
import { optionsOf, textIn } from '../state/options.js'
import type { Schedule } from '../state/state.js'
import type { Factor } from '../state/tree.js'
import { timeTextOf } from '../state/written.js'
import { build } from './build.js'
import { programOfBuilt } from './program.js'

/** The units that schedules can be pinned in. */
export type PinUnit = 'ba' | 'ep' | 'sp' | 'tok'

/** A pinned schedule, and how its unit counts batches. */
export interface Pinned {
  readonly factors: readonly Factor[]
  /** So many batches as a time; a fraction of an epoch where they are none. */
  timeOf(batches: number): string
}

/** The unit of a run's length, if schedules can be pinned in it. */
export function unitOf({ run }: Schedule): PinUnit {
  const unit = timeTextOf(run.maxDuration)?.unit
  return unit === 'ep' || unit === 'sp' || unit === 'tok' ? unit : 'ba'
}

/** A schedule with its times in a unit; null where one of them is no whole number of it. */
export function pinned(schedule: Schedule, unit: PinUnit): Pinned | null {
  const built = build(schedule)
  const perUnit = perBatch(built.run.pace, unit)
  if (perUnit === null) return null
  const { factors } = programOfBuilt('', built)
  const isScaled = built.run.scaleScheduleRatio !== 1
  const timeOf = (batches: number) => `${batches * perUnit}${unit}`
  const textOf = (text: string, { batches, scaled, kind }: ProgramOption): string | null => {
    const found = scaled === null ? batches : [scaled]
    const texts = found.map((each) => {
      // Epochs by a division of whole numbers, which is exact where it is whole.
      const value = each === null ? null : unit === 'ep' ? each / built.run.pace.dataloaderLen! : each * perUnit
      return value === null || !(Number.isInteger(value) || kind.startsWith('exact')) ? null : `${value}${unit}`
    })
    if (!texts.includes(null)) return texts.join(', ')
    return !isScaled && timeTextOf(text)?.unit === unit ? text : null
  }
  const pins = allOf(schedule.factors.map((factor, index) => pin(factor, factors[index]!, textOf)))
  if (pins === null) return null
  const { dataloaderLen } = built.run.pace
  return { factors: pins, timeOf: unit === 'ep' ? (batches) => `${batches / dataloaderLen!}ep` : timeOf }
}

function pin(
  factor: Factor,
  shown: ProgramFactor,
  textOf: (text: string, option: ProgramOption) => string | null,
): Factor | null {
  if (factor.kind === 'function' || shown.kind === 'function') return factor
  const own = new Map(shown.options.map((option) => [option.key, option]))
  const texts = optionsOf(factor.type)!.map((each) => {
    const { key } = each
    const text = textIn(factor.options, each)
    const option = own.get(key)
    return [key, option === undefined || option.batches.length === 0 ? text : textOf(text, option)] as const
  })
  if (texts.some(([, text]) => text === null)) return null
  const options = Object.fromEntries(texts) as Record<string, string>
  if (factor.kind === 'builtin' || shown.kind !== 'node') return { ...factor, options }
  const parts = allOf(
    factor.parts.map((part, index) => {
      const within = pin(part.factor, shown.parts[index]!.factor, textOf)
      return within === null ? null : { ...part, factor: within }
    }),
  )
  return parts === null ? null : { ...factor, options, parts }
}

/** All of them, or null where one is. */
const allOf = <T>(items: readonly (T | null)[]): T[] | null => (items.includes(null) ? null : (items as T[]))
