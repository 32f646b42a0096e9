/**
 * What a consumer has to show: the 1,000 values of a cosine, bit for bit those that Node computes.
 */
import { createHash } from 'node:crypto'
import { CosineAnnealingScheduler, TrainingRun } from 'scale-schedule'
import { expect } from 'vitest'

/** A program that prints the values; `ready` is what an entry needs first, `names` what that imports. */
export function program(entry = 'scale-schedule', ready = '', names = ''): string {
  return `import { CosineAnnealingScheduler, TrainingRun${names && `, ${names}`} } from '${entry}'
${ready}
const run = new TrainingRun({ maxDuration: '1000ba' })
console.log(JSON.stringify(Array.from(new CosineAnnealingScheduler().resolve(run).fill())))\n`
}

/** Checks what a consumer printed. JSON has enough digits to tell any two floats apart. */
export function prove(printed: string): void {
  expect(printed, 'the program printed').toMatch(/^\[1,0\.99/)
  const values = Float64Array.from(JSON.parse(printed) as number[])
  expect(values[500]).toBe(0.5)
  expect(digest(values)).toBe(EXPECTED)
}

const digest = (values: Float64Array) => createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')
const EXPECTED = digest(new CosineAnnealingScheduler().resolve(new TrainingRun({ maxDuration: '1000ba' })).fill())
