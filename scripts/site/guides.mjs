// The README, the pages of docs/ and what these lead to: each Markdown file as a page at the same place, other files beside them.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { escapeHtml, pageOf, relative } from './layout.mjs'
import { htmlOf } from './markdown.mjs'

const START = ['README.md', ...['docs', 'docs/schedulers', 'docs/migration']]
const GROUPS = [
  ['docs', 'The package'],
  ['docs/schedulers', 'The schedulers, family by family'],
  ['docs/migration', 'From other libraries'],
]

/** Where a Markdown file's page is. */
const placeOf = (source) => (source === 'README.md' ? 'index.html' : source.replace(/\.md$/, '.html'))

/**
 * Writes the pages; gives the place of each heading by its page, for links from elsewhere.
 *
 * @param root - the repository
 * @param out - the site's folder
 */
export function writeGuides({ root, out, Marked, write }) {
  const markdownIn = (folder) => readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'))
  const left = START.flatMap((one) =>
    one.endsWith('.md')
      ? [one]
      : markdownIn(one)
          .sort()
          .map((name) => `${one}/${name}`),
  )
  const pages = new Map()
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  while (left.length > 0) {
    const source = left.shift()
    if (pages.has(source)) continue
    const file = placeOf(source)
    const resolve = (href) => {
      if (/^[a-z]+:/i.test(href) || href.startsWith('#')) return href
      const [target, anchor] = href.split('#')
      const found = path.posix.join(path.posix.dirname(source), target)
      if (!existsSync(path.join(root, found))) return href
      if (found.endsWith('.md')) left.push(found)
      else {
        mkdirSync(path.join(out, path.dirname(found)), { recursive: true })
        copyFileSync(path.join(root, found), path.join(out, found))
      }
      const place = found.endsWith('.md') ? placeOf(found) : found
      return relative(file, anchor === undefined ? place : `${place}#${anchor}`)
    }
    const { html, headings } = htmlOf(Marked, readFileSync(path.join(root, source), 'utf8'), resolve)
    const title = headings.find(({ depth }) => depth === 1)?.text ?? source
    pages.set(source, { file, title, headings, first: /<p>([\s\S]*?)<\/p>/.exec(html)?.[1] ?? '' })
    const contents = headings.flatMap(({ depth, anchor, text }) => (depth === 2 ? [[anchor, text]] : []))
    const named = source === 'README.md' ? title : `${title} · scale-schedule`
    write(file, pageOf({ file, title: named, main: html, contents }))
  }
  write(
    'docs/index.html',
    pageOf({ file: 'docs/index.html', title: 'Guides · scale-schedule', main: listOf(pages, readme) }),
  )
  return [...pages.values()].map(({ file, headings }) => ({ file, headings }))
}

/** All guides, those of a folder below its name, in the order in which the README tells of them. */
function listOf(pages, readme) {
  const told = ([source]) => (readme.includes(`](${source}`) ? readme.lastIndexOf(`](${source}`) : readme.length)
  const sections = GROUPS.map(([folder, name]) => {
    const within = [...pages].filter(([source]) => path.posix.dirname(source) === folder)
    within.sort((a, b) => told(a) - told(b))
    const items = within.map(([, { file, title, first }]) => {
      const words = first.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
      const sentence = /^.*?[.:](?=\s|$)/.exec(words)?.[0].replace(/:$/, '.') ?? words
      return `<li><a href="${relative('docs/index.html', file)}">${escapeHtml(title)}</a><span>${sentence}</span></li>`
    })
    return `<h2>${name}</h2>\n<ul class="guides">\n${items.join('\n')}\n</ul>`
  })
  return `<h1>Guides</h1>\n${sections.join('\n')}`
}
