/**
 * Folders for tests to write in; they vanish when the tests of a file are done.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const made: string[] = []

/** A folder that every user may read. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'scale-schedule-test-'))
  chmodSync(folder, 0o755)
  made.push(folder)
  return folder
}

/** Removes them; each project of tests in Node does so after every file. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
}
