/** Families by themselves, in logs as tools round them: those that can be told are told, none is told wrongly. */
import { describe, expect, test } from 'vitest'
import { matchLog } from '../../../ts/match/match.js'
import { sized } from '../../helpers/repetition.js'
import { goldenShown, SHOWN } from '../../helpers/shown-forms.js'
import { type Logging, type Shown, shownLog, type Verdict, verdictOf } from '../../helpers/shown-logs.js'

/** What an answer to a log is worth; null where there is no log. */
function judged(truth: Shown, logging: Logging): { verdict: Verdict; what: string } | null {
  const log = shownLog(truth, logging)
  if (log === null) return null
  const answer = matchLog(log)
  const verdict = verdictOf(truth, logging, answer)
  const [first] = answer.schedules
  const told = first === undefined ? '' : `${first.name} ${JSON.stringify(first.parameters)}`
  const { tool, stride, begin } = logging
  return { verdict, what: `${truth.scheduler} in ${tool} at ${stride} from ${begin}: ${told} ${answer.reason}` }
}

// Whole logs with enough rows and digits have to be told.
const WHOLE: readonly Logging[] = [
  { tool: 'ndjson', stride: 10, begin: 0 },
  { tool: 'trainerState', stride: 10, begin: 0 },
  { tool: 'tensorboard', stride: 10, begin: 0 },
]

// Others may be refused.
const LITTLE: readonly Logging[] = [
  { tool: 'oldMegatron', stride: 10, begin: 0 },
  { tool: 'fourDecimals', stride: 50, begin: 0 },
  { tool: 'ndjson', stride: 50, begin: 0.3 },
  { tool: 'oldMegatron', stride: 10, begin: 0.3 },
  { tool: 'fourDecimals', stride: 1, begin: 0.3 },
]

describe.each(Object.entries(SHOWN))('%s', (_, forms) => {
  test.each(WHOLE)('is told of $tool at stride $stride', (logging) => {
    const all = forms.map((truth) => judged(truth, logging)!)
    expect(all.filter(({ verdict }) => verdict === 'refused' || verdict === 'wrong')).toEqual([])
  })

  test.each(LITTLE)('is not told wrongly of $tool at stride $stride from $begin', (logging) => {
    const all = forms.map((truth) => judged(truth, logging)!)
    expect(all.filter(({ verdict }) => verdict === 'wrong')).toEqual([])
  })
})

test('no golden schedule is told wrongly', () => {
  const counts: Record<Verdict, number> = { right: 0, equal: 0, refused: 0, wrong: 0 }
  const wrong: string[] = []
  for (const truth of Object.values(goldenShown(sized(3, 1))).flat()) {
    for (const logging of [WHOLE[0]!, LITTLE[0]!, LITTLE[3]!]) {
      if (truth.total / logging.stride < 5 || truth.total / logging.stride > 600) continue
      const found = judged(truth, logging)
      if (found === null) continue
      counts[found.verdict]++
      if (found.verdict === 'wrong') wrong.push(found.what)
    }
  }
  expect(wrong).toEqual([])
  expect(counts.right).toBeGreaterThan(counts.equal)
  console.log(JSON.stringify(counts))
})
