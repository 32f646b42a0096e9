/**
 * The options of schedulers that may be axes: values of one number, time or word, and lists of times.
 */
import { type Field, fieldsOf, isNesting, type SchedulerType } from '../../wasm/table.js'

/** Those of a scheduler, without schedulers within it. */
export const axisFieldsOf = (type: SchedulerType): Field[] =>
  fieldsOf(type).filter(({ kind }) => !isNesting(kind) && kind !== 'numbers')
