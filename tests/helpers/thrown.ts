/** What a test sees of a function that throws: a SchedulerError or its code; anything else thrown fails the test. */
import { SchedulerError } from 'scale-schedule'

// biome-ignore lint/suspicious/noExplicitAny: the operands of any code
type Thrown = SchedulerError & { details: any }

/** The SchedulerError that is thrown, or undefined. */
export function errorFrom(f: () => unknown): Thrown | undefined {
  try {
    f()
  } catch (error) {
    if (error instanceof SchedulerError) return error as Thrown
    throw error
  }
  return undefined
}

/** The code of the SchedulerError that is thrown. */
export const codeFrom = (f: () => unknown): string => errorFrom(f)?.code ?? 'nothing thrown'

/** What a computation gives: its value, or the code of its error. */
export function valueOrCode<T>(compute: () => T): T | string {
  try {
    return compute()
  } catch (error) {
    if (error instanceof SchedulerError) return error.code
    throw error
  }
}
