/** `summary`: the numbers of summarize and extendRun, as lines and as JSON. */
import { extendRun, summarize } from 'scale-schedule'
import { expect, test } from 'vitest'
import { cli, failure, MPT, mpt, mptRun } from './command.js'

const WSD = ['summary', '--scheduler', 'wsd', '--set', 't_warmup=100ba', '--max-duration', '1000ba', '--lr', '0.5']

test('the lines are these', async () => {
  expect(await cli([...WSD, '--extend', '2000ba'])).toEqual({
    code: 0,
    stdout: `batches       1,000
peak          0.5 at batch 100
half peak     at batch 50
final         0.0050000000000000044 at batch 999
minimum       0
area          450
mean          0.45
largest jump  0.0050000000000000044 at batch 7
warm-up       up to batch 100
phases        warmup 0-100
              hold 100-900
              polynomial 900-1,000
extended to   2000ba: 2,000 batches
parts         0.495 to 0.5 at batch 901
goes on       0.0050000000000000044 to 0.5 at batch 1,000
`,
    stderr: '',
  })
})

test('JSON has the bits of summarize and extendRun', async () => {
  const { code, stdout } = await cli(['summary', MPT, '--extend', '70000ba', '--json'])
  const baseLr = 1.2e-4
  const { parting, resumed } = extendRun(mpt, mptRun, '70000ba', { baseLr })
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    {
      config: MPT,
      name: 'mpt-7b',
      baseLr,
      ...summarize(mpt, mptRun, { baseLr }),
      extended: { maxDuration: '70000ba', batches: 70_000, parting, resumed },
    },
  ])
})

test('a run that is not longer is refused, with the option', async () => {
  expect(await cli([...WSD, '--extend', '1000ba'])).toEqual(
    failure(
      1,
      'command line: --extend 1000ba: maxDuration must be longer than the run, which has 1000 batches; found 1000. Give another value.',
    ),
  )
})
