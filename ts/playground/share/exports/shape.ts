/**
 * A factor as numbers: its options, its times in batches. What counts in no whole number of batches has no counterpart.
 */

import { infoOf } from '../../state/catalogue.js'
import type { BuiltinStep } from '../../state/state.js'
import { type Context, NoCounterpart, timesOf } from './context.js'

/** A factor in batches. */
export interface Shape {
  readonly type: string
  number(name: string): number
  length(name: string): number
  /** In order. */
  milestones(): number[]
}

/** The shape of a factor. */
export function shapeOf(step: BuiltinStep, index: number, { lengths, schedule }: Context, library: string): Shape {
  const option = (name: string) => {
    const text = (step.options[name] ?? '').trim()
    return text === '' ? (infoOf(step.type)!.options.find((each) => each.name === name)!.byDefault ?? '') : text
  }
  if (step.options.scale_warmup === 'true' && Number(schedule.run.scaleScheduleRatio || 1) !== 1) {
    throw new NoCounterpart(
      `${library} has no ramp whose slope is scaled and whose end is not; found scale_warmup at a ratio other than 1. Turn it off.`,
    )
  }
  const whole = (found: unknown, name: string, text: string): number => {
    if (typeof found === 'number') return found
    throw new NoCounterpart(
      `${library} counts in steps; found ${name} ${text}, which is no whole number of batches. Give it in ba.`,
    )
  }
  return {
    type: step.type,
    number: (name) => Number(option(name)),
    length: (name) => whole(lengths[index]![name], name, option(name)),
    milestones: () => {
      const found = lengths[index]!.milestones as readonly (number | null)[]
      const texts = timesOf(option('milestones'))
      return found.map((each, place) => whole(each, 'milestones', texts[place]!)).sort((a, b) => a - b)
    },
  }
}
