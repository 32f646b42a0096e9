/**
 * What another library is given to train a form: plain data, as `importSchedule` reads it.
 */
import type { Mapping } from '../../import/fields.js'
import type { Form, Ramp, Scaled } from '../form.js'

/** What is asked for. */
export interface Asked extends Scaled {
  /** The learning rate of a multiplier of 1, the factor around the form included. */
  readonly lr: number
  /** The optimizer's learning rate, for what multiplies it. */
  readonly baseLr: number
  /** How many updates training has. */
  readonly batches: number
}

/** Finds what comes nearest to a form; null where the library has nothing of its kind. */
export type FindCounterpart = (asked: Asked) => Mapping | null

/** Whether there is no ramp. */
export const isBare = ({ steps }: Ramp): boolean => steps === 0

/** Whether a ramp is a line of so many whole steps, or none; where its first step is, a comparison tells. */
export const isLine = ({ steps, rise }: Ramp): boolean => steps === 0 || (Number.isInteger(steps) && rise === 'linear')

/** The ramp of a form; none of a form that has none. */
export const rampOf = (form: Form): Ramp | null => ('ramp' in form ? form.ramp : null)

/** The entries that have a value. */
export const given = (entries: Readonly<Record<string, unknown>>): Mapping =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
