/** What released versions wrote, as tests/compatibility/record.mjs recorded it; a folder a version. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../helpers/examples.js'

const FOLDER = path.join(ROOT, 'tests/compatibility')

/** The recorded versions, such as '0.1'. */
export const VERSIONS = readdirSync(FOLDER).filter((name) => /^\d+\.\d+$/.test(name))

/** A recorded file's or folder's path. */
export const recorded = (version: string, name: string): string => path.join(FOLDER, version, name)

/** A recorded file. */
export const readRecorded = <T>(version: string, name: string): T =>
  JSON.parse(readFileSync(recorded(version, name), 'utf8')) as T

/** A number, or the text of one that JSON has none for. */
export type Recorded = number | string

/** Numbers as they are recorded. */
export const recordedNumbers = (values: Iterable<number>): Recorded[] =>
  Array.from(values, (value) => (Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value)))

/** A list of numbers as it is recorded: a long one by its length and digest. */
export function recordedList(values: Float64Array): Recorded[] | { length: number; sha256: string } {
  if (values.length < 100) return recordedNumbers(values)
  return { length: values.length, sha256: createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex') }
}

/** What a computation gives, or the code of its error, as it is recorded. */
export function outcomeOf(compute: () => Iterable<number>): Recorded[] | { error: string } {
  try {
    return recordedNumbers(compute())
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === undefined) throw error
    return { error: code }
  }
}
