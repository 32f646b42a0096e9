/** `lint`: findings as lines and as JSON, and what it ends with. */
import { expect, test } from 'vitest'
import { cli, failure, file, MPT, RESNET } from './command.js'

test.each([MPT, RESNET])('notes alone end with 0', async (config) => {
  const { code, stdout, stderr } = await cli(['lint', config])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^note {5}first-batch-at-zero: scheduler(s\[0\])?: A batch [^\n]+\n$/)
})

test('nothing to tell is no line', async () => {
  const args = ['lint', '--scheduler', 'linear', '--max-duration', '9ba']
  expect(await cli(args)).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await cli([...args, '--json'])).toEqual({ code: 0, stdout: '[]\n', stderr: '' })
})

test('a warning ends with 1, and names the key', async () => {
  const config = file(
    'late.yaml',
    'max_duration: 50ep\ndataloader_len: 10\nscheduler: {name: multi_step, milestones: [30ep, 60ep]}',
  )
  const message =
    'A milestone lies within the run; found 60ep to be batch 600, and 500 batches. Put it earlier, or leave it out.'
  const stdout = `warning  past-the-end: scheduler.milestones[1]: ${message}\n`
  expect(await cli(['lint', config])).toEqual({ code: 1, stdout, stderr: '' })
  const json = await cli(['lint', config, '--json'])
  expect([json.code, JSON.parse(json.stdout)]).toEqual([
    1,
    [{ code: 'past-the-end', level: 'warning', message, path: 'scheduler.milestones[1]', batch: 600 }],
  ])
})

test('paths are those of configurations', async () => {
  const list = file(
    'list.yaml',
    'max_duration: 50ba\nschedulers:\n- {name: linear, t_max: 2dur}\n- {name: cosine_annealing_warm_restarts, t_0: 60ba}',
  )
  const { stdout } = await cli(['lint', list])
  expect(stdout.match(/schedulers\[\S+(?=: )/g)).toEqual(['schedulers[0].alpha_f', 'schedulers[1].t_0'])
})

test('what is wrong is an error', async () => {
  const config = file(
    'short.yaml',
    'max_duration: 50ba\nscheduler: {name: cosine_with_warmup, t_warmup: 5ba, t_max: 9ba}',
  )
  const { code, stderr } = await cli(['lint', config])
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^scale-schedule: \S+short\.yaml: scheduler: t_max must be/),
  ])
  const line = 'Cannot read nope.yaml: no such file or folder (ENOENT).'
  expect(await cli(['lint', 'nope.yaml'])).toEqual(failure(3, line))
})
