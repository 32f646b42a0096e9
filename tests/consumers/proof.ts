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

/**
 * A program that fills two arrays of `allocateOutput`: the first that it gets, and the first whose memory is an
 * instance's, which can't be transferred. It prints whether each is one, and the values.
 */
export function programWithOutputs(entry: string): string {
  return `import { allocateOutput, CosineAnnealingScheduler, TrainingRun } from '${entry}'
const isOwn = ({ buffer }) => {
  try { return structuredClone(buffer, { transfer: [buffer] }).byteLength === 0 } catch { return true }
}
const curve = new CosineAnnealingScheduler().resolve(new TrainingRun({ maxDuration: '1000ba' }))
const first = curve.fill({ out: allocateOutput(1000) })
for (let tries = 0; tries < 1000 && !isOwn(allocateOutput(1)); tries++) await new Promise((done) => setTimeout(done, 20))
const later = curve.fill({ out: allocateOutput(1000) })
const text = [first, later].map((out) => JSON.stringify(Array.from(out)))
console.log(JSON.stringify([...text, isOwn(first), isOwn(later)]))\n`
}

/** Checks what such a program printed where the module has to be compiled first. */
export function proveOutputs(printed: string): void {
  expect(printed, 'the program printed').toMatch(/^\["\[1,/)
  const [first, later, ...areOwn] = JSON.parse(printed) as [string, string, boolean, boolean]
  prove(first)
  prove(later)
  expect(areOwn).toEqual([false, true])
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
