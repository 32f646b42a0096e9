/**
 * What a schedule is written from, and what writing one gives: a text, or why there is none.
 */

import type { Lengths } from '../../engine/messages.js'
import { infoOf, type OptionKind } from '../../state/catalogue.js'
import type { BuiltinStep, Schedule, Step } from '../../state/state.js'

/** A schedule that evaluates, with its times in batches. */
export interface Context {
  readonly schedule: Schedule
  /** Of each factor. */
  readonly lengths: readonly Lengths[]
  /** Of the scaled run. */
  readonly batches: number
}

/** What came of it. */
export type Written = { readonly text: string } | { readonly reason: string }

/** Thrown where a form has no counterpart. */
export class NoCounterpart extends Error {}

/** Writes with a function that may find no counterpart. */
export function attempt(write: () => string): Written {
  try {
    return { text: write() }
  } catch (error) {
    if (error instanceof NoCounterpart) return { reason: error.message }
    throw error
  }
}

/** An option as it was typed. */
export interface Given {
  readonly name: string
  readonly kind: OptionKind
  readonly text: string
}

/** The options of a factor that differ from Composer's defaults, which is all that needs to be written. */
export const givenOptions = ({ type, options }: BuiltinStep): Given[] =>
  infoOf(type)!.options.flatMap(({ name, kind, byDefault }) => {
    const text = (options[name] ?? '').trim()
    return text === '' || text === byDefault ? [] : [{ name, kind, text }]
  })

/** The times of a list. */
export const timesOf = (text: string): string[] => text.split(/[,\s]+/).filter((part) => part !== '')

/** A number as all the languages here read it. */
export const numberText = (text: string): string => String(Number(text.replaceAll('_', '')))

/** The factors, if none is a function. */
export function builtinsOf(steps: readonly Step[], language: string): BuiltinStep[] {
  return steps.map((step) => {
    if (step.kind === 'builtin') return step
    throw new NoCounterpart(
      `A function in JavaScript has no counterpart in ${language}; found one. Write it there by hand, or remove it.`,
    )
  })
}
