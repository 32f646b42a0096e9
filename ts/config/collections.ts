/** The two kinds of values that hold others: lists and mappings. */

/** Whether a value is a list. */
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** Whether a value is a mapping of keys. */
export const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isList(value)
