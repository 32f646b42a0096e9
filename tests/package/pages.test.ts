/** The README and the pages of docs/: their links lead somewhere. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { documents, ROOT } from '../helpers/examples.js'

const PAGES = [...documents(), 'CHANGELOG.md', 'benches/README.md', 'tests/golden/README.md', 'tests/golden2/README.md']

const textOf = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8')
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string): string[] =>
  [
    ...textOf(page)
      .replace(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/^#+ (.*)$/gm),
  ].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** The links of a page that stay in the repository. */
const linksOf = (page: string): string[] =>
  [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))

describe.each(PAGES)('%s', (page) => {
  test('has links that lead to files and headings', () => {
    const broken = linksOf(page).filter((link) => {
      const [file, anchor] = link.split('#') as [string, string?]
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
      if (!existsSync(path.join(ROOT, target))) return true
      return anchor !== undefined && !anchorsOf(target).includes(anchor)
    })
    expect(broken).toEqual([])
  })
})

test('the files and folders that the pages name are there', () => {
  const paths = documents().flatMap((page) =>
    [...textOf(page).matchAll(/`((?:ts|crate|tests|scripts|schema|benches|examples|docs)\/[\w./-]*)`/g)].map(
      ([, name]) => name!,
    ),
  )
  expect(paths.length).toBeGreaterThan(20)
  // proptest makes its own file once something has failed.
  const missing = paths.filter((name) => !existsSync(path.join(ROOT, name)) && !name.endsWith('.regressions'))
  expect(missing).toEqual([])
})

test('the README leads to every page, by those of schedulers and of other libraries to the pages below them', () => {
  const linksFrom = (page: string) =>
    linksOf(page).map((link) => path.posix.join(path.posix.dirname(page), link.split('#')[0]!))
  const links = ['README.md', 'docs/schedulers.md', 'docs/frameworks.md'].flatMap(linksFrom)
  expect(documents().filter((page) => page !== 'README.md' && !links.includes(page))).toEqual([])
})

test('the README is short', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(160)
})
