/** The JSON of runs, schedulers and curves that released versions wrote gives the values that it gave them. */
import { Curve, type CurveJSON, evaluate, Scheduler, setWarningHandler, TrainingRun } from 'scale-schedule'
import { beforeAll, describe, expect, test } from 'vitest'
import { outcomeOf, type Recorded, readRecorded, recordedNumbers, VERSIONS } from './recorded.js'

type Outcome = Recorded[] | { error: string }
type Range = { from?: number; count?: number; stride?: number }

beforeAll(() => {
  const before = setWarningHandler(() => {})
  return () => void setWarningHandler(before)
})

test('there are recorded versions', () => {
  expect(VERSIONS).toContain('0.1')
})

describe.each(VERSIONS)('of version %s', (version) => {
  type RunCase = { json: object; maxDuration: string; batches: Outcome; samples: Outcome }
  test.each(readRecorded<RunCase[]>(version, 'runs.json'))(
    'the run of $json.maxDuration has the same end and counters',
    ({ json, ...expected }) => {
      const run = TrainingRun.fromJSON(JSON.stringify(json))
      const found = {
        maxDuration: run.maxDuration.toTimestring(),
        batches: outcomeOf(() => [run.batches]),
        samples: outcomeOf(() => [run.timestampAt(12_345).sample]),
      }
      expect(found).toEqual(expected)
    },
  )

  type SchedulerCase = { json: { type: string }; run: object; range: Range; values: Outcome }
  test.each(readRecorded<SchedulerCase[]>(version, 'schedulers.json'))(
    'a $json.type has the same values to the bit, or the same error',
    ({ json, run, range, values }) => {
      const scheduler = Scheduler.fromJSON(JSON.stringify(json))
      expect(outcomeOf(() => evaluate(scheduler, TrainingRun.fromJSON(run), range))).toEqual(values)
    },
  )

  type CurveCase = {
    json: CurveJSON
    digest: string
    counters: string[]
    phases: object[]
    range: Range
    values: Outcome
  }
  test.each(readRecorded<CurveCase[]>(version, 'curves.json').map((one, index) => ({ ...one, index })))(
    'curve $index is the same in every respect',
    ({ json, digest, counters, phases, range, values }) => {
      const curve = Curve.fromJSON(JSON.stringify(json))
      expect(curve.digest()).toBe(digest)
      expect(curve.counters).toEqual(counters)
      expect(curve.phases().map((phase) => ({ ...phase, until: recordedNumbers([phase.until])[0] }))).toEqual(phases)
      expect(outcomeOf(() => curve.fill(range))).toEqual(values)
    },
  )
})
