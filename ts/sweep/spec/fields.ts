/**
 * The options of schedulers that may be axes: all but those in which schedulers stand, which are bases.
 */
import { type Field, fieldsOf, isNesting, type SchedulerType } from '../../wasm/table.js'

/** Those of a scheduler, without schedulers within it. */
export const axisFieldsOf = (type: SchedulerType): Field[] => fieldsOf(type).filter(({ kind }) => !isNesting(kind))
