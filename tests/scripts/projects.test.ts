/** Every test file runs, in one project or more: none is forgotten when a folder is made. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'

const PROJECTS = ['unit', 'package', 'cli', 'playground', 'consumers', 'scripts', 'browser', 'cluster', 'exports']

const testFiles = (readdirSync(path.join(ROOT, 'tests'), { recursive: true }) as string[]).filter((file) =>
  file.endsWith('.test.ts'),
)

test('each stands in the folder of a project', () => {
  expect(testFiles.length).toBeGreaterThan(70)
  expect([...new Set(testFiles.map((file) => file.split(path.sep)[0]!))].sort()).toEqual([...PROJECTS].sort())
})

test('those of the sources need no build', () => {
  const built = testFiles
    .filter((file) => file.startsWith('unit'))
    .filter((file) => /helpers\/dist\.js'|\/dist\//.test(readFileSync(path.join(ROOT, 'tests', file), 'utf8')))
  expect(built).toEqual([])
})

test('the runs of properties come from one place', () => {
  const numbered = testFiles.filter((file) =>
    /\{ numRuns: \d+ \}/.test(readFileSync(path.join(ROOT, 'tests', file), 'utf8')),
  )
  expect(numbered).toEqual([])
})
