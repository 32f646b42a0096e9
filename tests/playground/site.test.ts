/**
 * The site as `npm run site` builds it: its links lead somewhere, nothing comes from elsewhere, and people can use it.
 */
import { readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import path from 'node:path'
import type { Browser, Page } from 'playwright'
import { chromium } from 'playwright'
import { Scheduler } from 'scale-schedule'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, findChromium } from '../../scripts/browsers.mjs'
import { buildSite } from '../../scripts/site.mjs'
import { dataOf } from '../../ts/playground/state/data.js'
import { decodeLink } from '../../ts/playground/state/link.js'
import { SCHEDULER_TYPES } from '../../ts/wasm/table.js'
import { documents, ROOT } from '../helpers/examples.js'
import { brokenLinks, filesOf, loadedFromElsewhere, namesOf } from '../helpers/site.js'
import { violations } from './axe.js'

const folder = path.join(ROOT, `.build/site-test-${process.pid}`)
let files: ReadonlyMap<string, string>
let browser: Browser
let server: Server
let url: string

beforeAll(async () => {
  await buildSite(folder)
  files = filesOf(folder)
  server = createServer(async (request, response) => {
    const file = path.join(folder, decodeURIComponent(new URL(request.url!, 'http://site').pathname))
    const types: Readonly<Record<string, string>> = {
      '.html': 'text/html',
      '.css': 'text/css',
      '.js': 'text/javascript',
      '.svg': 'image/svg+xml',
      '.wasm': 'application/wasm',
    }
    try {
      response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream')
      response.end(await readFile(file))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS })
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a broken link, a missing anchor and what is loaded from elsewhere are found', () => {
  const site = new Map([
    ['index.html', '<a href="a/b.html#x">b</a><a href="a/b.html#y">y</a><a href="c.html">c</a><img src="d.png">'],
    [
      'a/b.html',
      '<p id="x"></p><a href="../index.html">i</a><a href="https://a.b/">o</a><script src="//a.b/c.js"></script>',
    ],
    ['a/s.css', '@import "https://a.b/f.css"; p { background: url(data:image/png;base64,) }'],
    ['a/s.svg', '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://a.b/c.png"/><use href="#x"/></svg>'],
  ])
  expect(brokenLinks(site)).toEqual(['index.html: a/b.html#y', 'index.html: c.html', 'index.html: d.png'])
  expect(loadedFromElsewhere(site)).toEqual([
    'a/b.html: //a.b/c.js',
    'a/s.css: https://a.b/f.css',
    'a/s.svg: https://a.b/c.png',
  ])
})

test('every link leads to a page, a heading or a file of the site', () => {
  const pages = [...files.keys()].filter((file) => file.endsWith('.html'))
  expect(pages.length).toBeGreaterThan(300)
  const links = pages.flatMap((page) => namesOf(files.get(page)!).links)
  expect(links.filter((link) => link.includes('#')).length).toBeGreaterThan(400)
  expect(brokenLinks(files)).toEqual([])
})

test('nothing is loaded from elsewhere, and no page but the playground has a script', () => {
  expect(loadedFromElsewhere(files)).toEqual([])
  for (const [file, html] of files) {
    if (!file.endsWith('.html') || file.startsWith('playground/')) continue
    expect(/<script\b|="javascript:|<[a-z][^>]*\son[a-z]+=/i.test(html), file).toBe(false)
    expect(html, file).toContain("default-src 'none'; style-src 'self'")
  }
})

test('it has every guide, and every name of the entries', () => {
  const expected = documents().map((page) => (page === 'README.md' ? 'index.html' : page.replace(/\.md$/, '.html')))
  expect(expected.filter((file) => !files.has(file))).toEqual([])
  const names = [
    'core/evaluate',
    'core/TrainingRun',
    'core/CosineDecayScheduler',
    'presets/preset',
    'plot/plot',
    'sweep/sweep',
  ]
  expect(names.filter((name) => !files.has(`api/${name}.html`))).toEqual([])
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { exports: object }
  // That of bundlers has the same names as the core; others are no code.
  const entries = Object.keys(manifest.exports).filter((name) => !/bundler|\.wasm|\.json/.test(name))
  const listed = [...files.get('api/index.html')!.matchAll(/<h2 id="[^"]*"><code>scale-schedule([^<]*)<\/code>/g)]
  expect(listed.map(([, name]) => `.${name}`).sort()).toEqual(entries.sort())
  expect(files.get('api/presets/preset.html')).toMatch(/option-range[\s\S]*deepseek-v3/)
  expect(files.get('api/core/TrainingRun.html')).toMatch(/id="batchAt"[\s\S]*counter-missing/)
})

describe('the gallery', () => {
  const cards = () => [...files.get('gallery.html')!.matchAll(/<li id="(\w+)">([\s\S]*?)<\/li>/g)]

  test('has every scheduler once, drawn in both themes', () => {
    expect(cards().map(([, type]) => type)).toEqual([...SCHEDULER_TYPES])
    for (const type of SCHEDULER_TYPES) {
      const [light, dark] = ['light', 'dark'].map(
        (theme) => files.get(`gallery/${type.replace(/Scheduler$/, '')}-${theme}.svg`)!,
      )
      // A curve that moves: what stands still would show nothing.
      const [, highest, lowest] = /highest ([\d.e-]+), lowest ([\d.e-]*\d)/.exec(light!) ?? []
      expect(Number(highest), type).toBeGreaterThan(Number(lowest))
      expect([dark === light, dark?.startsWith('<svg')]).toEqual([false, true])
    }
  })

  test('each picture leads to the playground with its scheduler', async () => {
    for (const [, type, html] of cards()) {
      const [, hash] = /href="playground\/index\.html(#[^"]+)"/.exec(html!)!
      const { schedules } = await decodeLink(hash!)
      const [factor] = schedules[0]!.factors
      expect([schedules.length, factor?.kind === 'function' ? null : factor?.type]).toEqual([1, type])
      // What was typed is read as the scheduler that was drawn.
      expect(() => Scheduler.fromJSON(numbersOf(dataOf(factor!)))).not.toThrow()
    }
  })

  test('a click opens it there', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${url}gallery.html`)
    await page.locator('#RepeatScheduler .open').click()
    await page.waitForSelector('#chart[data-ready=true]')
    expect(await page.getByLabel('Scheduler 1', { exact: true }).inputValue()).toBe('RepeatScheduler')
    await page.close()
  })
})

/** Typed values as JSON has them. */
function numbersOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbersOf)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, LISTS.has(key) ? listOf(String(one), key) : numbersOf(one)]),
    )
  }
  if (typeof value !== 'string') return value
  if (value === '') return null
  return Number.isNaN(Number(value)) ? (value === 'true' ? true : value === 'false' ? false : value) : Number(value)
}

const LISTS = new Set(['milestones', 'boundaries', 'values', 'knots', 'factors', 'at'])
const listOf = (text: string, key: string) =>
  text.split(/[,\s]+/).map((item) => (['values', 'factors'].includes(key) ? Number(item) : item))

const KINDS = [
  'index.html',
  'docs/index.html',
  'docs/schedulers/trees.html',
  'docs/design.html',
  'gallery.html',
  'api/index.html',
  'api/core/Curve.html',
  'api/core/evaluate.html',
  'api/core/ErrorDetails.html',
  'api/core/MaxDuration.html',
] as const

async function open(file: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 740 }, colorScheme, bypassCSP: true })
  const page = await context.newPage()
  page.on('request', (request) => expect(request.url().startsWith(url), request.url()).toBe(true))
  page.on('response', (response) => expect([response.url(), response.status()]).toEqual([response.url(), 200]))
  await page.goto(`${url}${file}`)
  return page
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each([1440, 360])('axe finds nothing at %i pixels', async (width) => {
    for (const file of KINDS) {
      const page = await open(file, width, colorScheme)
      expect(await violations(page), file).toEqual([])
      await page.context().close()
    }
  })
})

test('no guide is wider than a phone, and of the API no page of a sample', async () => {
  const page = await open('index.html', 360, 'light')
  const wide: string[] = []
  const pages = [...files.keys()].filter((file) => file.endsWith('.html') && !file.startsWith('playground/'))
  for (const [index, file] of pages.entries()) {
    if (file.startsWith('api/') && index % 12 !== 0) continue
    await page.goto(`${url}${file}`)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > 360) wide.push(`${file}: ${width}`)
  }
  expect(wide).toEqual([])
  await page.context().close()
})
