/** What another copy of the package made is as good as its own: a user's bundle may hold two. */
import { cpSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { CosineAnnealingScheduler, evaluate, LinearScheduler, TrainingRun } from 'scale-schedule'
import { expect, test } from 'vitest'
import { DIST } from '../helpers/dist.js'
import { newFolder } from '../helpers/folders.js'

test('schedulers and runs of another copy of the package are as good as its own', async () => {
  const copy = newFolder()
  cpSync(DIST, copy, { recursive: true })
  writeFileSync(path.join(copy, 'package.json'), '{ "type": "module" }')
  const other: typeof import('scale-schedule') = await import(pathToFileURL(path.join(copy, 'index.js')).href)
  expect(other.LinearScheduler).not.toBe(LinearScheduler)

  const [linear, cosine] = [new LinearScheduler(), new CosineAnnealingScheduler({ alphaF: 0.1 })]
  const run = new TrainingRun({ maxDuration: '20000ba' })
  const theirs = new other.TrainingRun({ maxDuration: '20000ba' }) as TrainingRun
  const expected = evaluate([linear, cosine], run, { count: 3 })
  expect(evaluate([new other.LinearScheduler(), cosine], run, { count: 3 })).toEqual(expected)
  expect(evaluate([linear, cosine], theirs, { count: 3 })).toEqual(expected)
  expect(linear.resolve(theirs).fill({ count: 3 })).toEqual(linear.resolve(run).fill({ count: 3 }))
})
