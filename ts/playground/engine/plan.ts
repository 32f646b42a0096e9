/**
 * What the plan panel asks: learning rates of some batches, and what becomes of a run that goes on by another plan.
 * Loaded on demand.
 */
import { evaluate } from 'scale-schedule/bundler'
import { build } from './build.js'
import type { Question, Resumed } from './messages.js'
import { placed } from './place.js'
import { resumedAt } from './resume.js'

type PlanQuestion = Extract<Question, { kind: 'resume' | 'rates' }>

/** Answers one of its questions. */
export function planned(question: PlanQuestion): Resumed | Float64Array {
  const { schedule } = question
  if (question.kind === 'resume') return resumedAt(schedule, question.next, question.batch)
  const { schedulers, run, baseLr } = build(schedule)
  try {
    return evaluate(schedulers, run, { at: question.batches, baseLr })
  } catch (error) {
    throw placed(error, schedule.factors)
  }
}
