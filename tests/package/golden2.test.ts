/**
 * Every row that another library made and that has a canonical form, through the public classes.
 */
import { type BuiltinScheduler, Timestamp, TrainingRun } from 'scale-schedule'
import { afterAll, expect, test } from 'vitest'
import { type Canonical, FILES, type Row, rowsOf, toScheduler } from '../golden2/canonical.js'

const counts = {
  rows: 0,
  points: 0,
  'points left out that only the library has': 0,
  'rows without a canonical form': 0,
}

afterAll(() => {
  console.log(
    Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  )
})

/** A run in which a batch is a unit of any kind. */
const RUN = new TrainingRun({ maxDuration: '1000000000ba', dataloaderLen: 1, samplesPerBatch: 1, tokensPerSample: 1 })

/** The multiplier at each step. */
function valuesOf(scheduler: BuiltinScheduler, { steps, epochs }: Row): number[] {
  const curve = scheduler.resolve(RUN)
  if (epochs === undefined) return steps.map((step) => curve.at(step))
  return steps.map((batch, index) => curve.valueAt(new Timestamp({ batch, epoch: epochs[index]! })))
}

function check(row: Row, schedule: Canonical, base: number, expected: readonly (number | string)[]): void {
  const values = valuesOf(toScheduler(schedule, row.unit ?? 'ba'), row)
  const numbers = expected.filter((value) => typeof value === 'number')
  const tolerance = (row.accumulates ? 1e-11 : 1e-14) * Math.max(...numbers.map(Math.abs))
  for (const [index, step] of row.steps.entries()) {
    const wanted = expected[index]
    if (typeof wanted !== 'number') throw new Error(`${row.id} at ${step}: no number is expected`)
    counts.points++
    const found = base * values[index]!
    if (!(Math.abs(found - wanted) <= tolerance)) {
      throw new Error(`${row.id} at ${step}: ${found} in place of ${wanted}, of ${JSON.stringify(schedule)}`)
    }
  }
}

test.each(FILES)('the rows of %s are what its classes give', (file) => {
  for (const row of rowsOf(file)) {
    if (row.schedule === null) {
      counts['rows without a canonical form']++
      continue
    }
    // Where the library departs from the form is not to be reproduced: those points stand apart from the others.
    counts['points left out that only the library has'] += row.library_only?.steps.length ?? 0
    check(row, row.schedule, row.base_lr, row.expected)
    for (const second of [row.momentum, row.weight_decay]) {
      if (second?.schedule != null) check(row, second.schedule, 1, second.expected)
    }
    counts.rows++
  }
  expect(counts.rows).toBeGreaterThan(0)
})
