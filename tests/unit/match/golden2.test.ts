/** Logs made from golden schedules, rounded as each tool rounds: those that can be told are told, none is told wrongly. */
import { expect, test } from 'vitest'
import { matchLog } from '../../../ts/match/match.js'
import { sized } from '../../helpers/repetition.js'
import { generator, trainedRun, WRONGS } from '../../helpers/trained-runs.js'

test('causes that were put into runs are told, or refused with the reason', () => {
  const random = generator(20261129)
  const told = { right: 0, earlier: 0, alike: 0, refused: [] as string[], wrong: [] as string[] }
  for (let made = 0; made < sized(600, 80); ) {
    const run = trainedRun(random)
    if (run === null) continue
    made++
    const answer = matchLog(run.log, { plan: run.plan })
    const place = (cause: string | null) => (WRONGS as readonly (string | null)[]).indexOf(cause)
    const what = `${run.name}: ${answer.same ? 'same' : answer.cause} ${answer.reason ?? ''}`
    if (answer.same && run.wrong === null) told.right++
    // What is the same as planned to the last place can't be told.
    else if (answer.same) told.alike++
    else if (answer.cause === run.wrong && run.wrong !== null) told.right++
    else if (answer.cause === null && run.wrong !== null) {
      expect(answer, what).toMatchObject({ identified: false, reason: expect.stringMatching(/./) })
      told.refused.push(what)
    }
    // An earlier cause that has every row is the answer.
    else if (run.wrong !== null && place(answer.cause) < place(run.wrong)) told.earlier++
    else told.wrong.push(what)
    if (answer.same === false) expect(run.steps, what).toContain(answer.firstStep)
  }
  expect(told.wrong).toEqual([])
  const all = told.right + told.earlier + told.refused.length
  expect((told.right + told.earlier) / all, told.refused.join('\n')).toBeGreaterThanOrEqual(0.95)
  console.log(
    `told rightly ${told.right}, by an earlier cause ${told.earlier}, alike ${told.alike}, refused ${told.refused.length}`,
  )
})
