/**
 * Folders for tests to write in; they vanish when the tests of a file are done.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder that every user may read. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'scale-schedule-test-'))
  chmodSync(folder, 0o755)
  made.push(folder)
  return folder
}
