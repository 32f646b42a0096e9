/** The lines of a shell in the README and in docs/ end as they say, with the files of examples/ beside them. */
import { cpSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { documents, ROOT, shellExamplesOf } from '../helpers/examples.js'
import { cli, folder } from './command.js'

/** The words of a line, with those in quotes together. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => (single ?? double ?? bare)!)

const pages = documents()
  .map((page) => [page, shellExamplesOf(page)] as const)
  .filter(([, examples]) => examples.length > 0)

test('there are lines to run', () => {
  expect(pages.flatMap(([, examples]) => examples).length).toBeGreaterThan(15)
})

describe.each(pages)('%s', (_, examples) => {
  test('has lines that end as they say', async () => {
    cpSync(path.join(ROOT, 'examples'), path.join(folder, 'examples'), { recursive: true })
    for (const { place, args, code } of examples) {
      const ended = await cli(wordsOf(args))
      expect(ended.code, `${place}: ${ended.stderr}`).toBe(code)
      expect(ended.stdout.length + ended.stderr.length, `${place} shows something`).toBeGreaterThanOrEqual(
        /--quiet|-o /.test(args) ? 0 : 1,
      )
    }
  })
})

test('what curve prints is what the page shows', async () => {
  cpSync(path.join(ROOT, 'examples'), path.join(folder, 'examples'), { recursive: true })
  const page = readFileSync(path.join(ROOT, 'docs/command-line.md'), 'utf8')
  const onPage = /The first prints\n\n```text\n([\s\S]*?)```/.exec(page)![1]
  const [first] = shellExamplesOf('docs/command-line.md')
  expect((await cli(wordsOf(first!.args))).stdout).toBe(onPage)
})
