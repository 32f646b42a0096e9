/** Before each test file in Node: says which process runs it, and after it removes the folders that it made. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect } from 'vitest'
import { removeFolders } from './folders.js'

// The reporter reads it: only from outside can a process be ended that loops for ever.
const folder = process.env.SCALE_SCHEDULE_RUNNING
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true })
  const record = { pid: process.pid, file: expect.getState().testPath, since: Date.now() }
  writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify(record))
}

afterAll(removeFolders)
