/**
 * Functions of the user's: they run, fail in words, are ended when they take too long, reach no network and no storage,
 * and those that came by a link wait for a click.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Playground, readAt, settled, startFrom, startPlayground } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const HALVE = 'Halve after ten epochs (a function)'

async function withCode(code: string): Promise<Page> {
  const page = await playground.open()
  await startFrom(page, HALVE)
  await page.getByLabel('Code', { exact: true }).fill(code)
  return page
}

const about = (page: Page) => page.locator('.factor .field:has(.code) .hint')

test('a function is evaluated, with the ratio', async () => {
  const page = await withCode('(state, ssr) => state.timestamp.batch / (state.maxDuration.value * 100) + ssr')
  await settled(page)
  expect((await readAt(page, 500)).α).toBe(500 / 2000 + 1)
  await page.locator('.ratio').fill('0.5')
  await settled(page)
  expect((await readAt(page, 500)).α).toBe(500 / 1000 + 0.5)
  await page.context().close()
})

test('what a function throws, what does not parse and what is no number is told beside it', async () => {
  const page = await withCode('(state, ssr) => { throw new Error("out of luck") }')
  await expect.poll(() => about(page).textContent()).toMatch(/must return a number; found that it threw: out of luck\./)
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => ((')
  await expect.poll(() => about(page).textContent()).toContain('found SyntaxError: the ( of line 1 is never closed.')
  // Nothing is told of what stands around the text on the page's side.
  for (const [code, words] of [
    ['(state, ssr) => {\n  return 1\n', 'the { of line 1 is never closed'],
    ['(state, ssr) => 1)', 'the ) of line 1 closes nothing'],
    ['(state, ssr) =>\n  1 +\n\n', 'the text ends too soon, in line 2'],
    ['(state, ssr) => 1,', 'the text ends too soon, in line 1'],
    ['(state, ssr) => {\n  const a = 1\n  const b = = 2\n  return 1\n}', "Unexpected token '=' (line 3)"],
    [
      '(state, ssr) => {\n  const a = `\n\n`\n  const a = 2\n  return 1\n}',
      "Identifier 'a' has already been declared (line 5)",
    ],
  ] as const) {
    await page.getByLabel('Code', { exact: true }).fill(code)
    await expect.poll(() => about(page).textContent(), { message: code }).toContain(`found SyntaxError: ${words}.`)
  }
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => 1;')
  await expect.poll(() => about(page).textContent()).toMatch(/found SyntaxError: .*line 1/)
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => "high"')
  await expect.poll(() => about(page).textContent()).toMatch(/returns a number that is not NaN.*found "high"/)
  await page.getByLabel('Code', { exact: true }).fill('42')
  await expect.poll(() => about(page).textContent()).toMatch(/The code is one function .*found number/)
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => state.timestamp.sample')
  await expect
    .poll(() => page.locator('.problem').allTextContents())
    .toEqual([expect.stringMatching(/found no samples per batch/)])
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => 0.25')
  await settled(page)
  expect((await readAt(page, 7)).α).toBe(0.25)
  await page.context().close()
})

test('an endless function is ended, and the page stays responsive meanwhile', async () => {
  const page = await withCode('(state, ssr) => { for (;;) {} }')
  // The main thread goes on: a change of theme is there before the function is ended.
  await page.getByText('Light / dark').click()
  await page.waitForSelector('html[data-theme=dark]')
  expect(await about(page).textContent()).not.toMatch(/ended it/)
  await expect
    .poll(() => about(page).textContent(), { timeout: 30_000 })
    .toMatch(/within 2 s; found none in 2 s, and ended it/)
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => 0.75')
  await settled(page)
  expect((await readAt(page, 3)).α).toBe(0.75)
  await page.context().close()
})

test('code reaches no network, no storage and no other thread', async () => {
  const names = [
    ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'importScripts', 'indexedDB', 'caches', 'navigator'],
    ...[
      'Worker',
      'SharedWorker',
      'BroadcastChannel',
      'WebTransport',
      'postMessage',
      'FontFace',
      'Blob',
      'URL',
      'close',
    ],
  ]
  const page = await withCode(`(state, ssr) => {
    const left = ${JSON.stringify(names)}.filter((name) => { try { return globalThis[name] !== undefined } catch { return false } })
    let made = []
    for (const text of ['fetch("/")', 'this']) try { made.push(typeof new Function('return ' + text)()) } catch (e) { made.push(e.name) }
    throw new Error('left: ' + left.join() + '; made: ' + made.join())
  }`)
  await expect.poll(() => about(page).textContent()).toMatch(/left: ; made: EvalError,EvalError/)
  // Another origin, which counts who comes.
  let visits = 0
  const foreign = createServer((_, response) => {
    visits++
    response.end()
  }).listen(0, '127.0.0.1')
  await once(foreign, 'listening')
  const { port } = foreign.address() as AddressInfo
  await page.getByLabel('Code', { exact: true }).fill(`(() => {
    for (const url of ['http://127.0.0.1:${port}/x.js', 'data:text/javascript,1']) import(url).catch(() => {})
    return (state, ssr) => 0.5
  })()`)
  await settled(page)
  expect((await readAt(page, 9)).α).toBe(0.5)
  await page.waitForTimeout(300)
  expect(visits).toBe(0)
  foreign.close()
  await page.context().close()
})

test('code reaches no file of the page, and is one expression by every reading', async () => {
  const page = await withCode('(state, ssr) => 0.5')
  await settled(page)
  expect(await page.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts')
  const own = await page.locator('script[src]').evaluate((script: HTMLScriptElement) => script.src)
  await page.getByLabel('Code', { exact: true }).fill(`(await import(${JSON.stringify(own)}), (state, ssr) => 1)`)
  await expect
    .poll(() => about(page).textContent())
    .toMatch(/found TypeError: Failed to fetch dynamically imported module/)
  for (const code of ['0.5); globalThis.ran = true; (1', '0.5]; globalThis.ran = true; [1']) {
    await page.getByLabel('Code', { exact: true }).fill(code)
    await expect.poll(() => about(page).textContent()).toMatch(/found SyntaxError: the [)\]] of line 1 closes nothing/)
  }
  await page.context().close()
})

test('answers are cut where they are long, whatever the code makes of the language', async () => {
  const page = await withCode("(state, ssr) => { throw new Error('x'.repeat(20e6)) }")
  await expect
    .poll(() => about(page).textContent(), { timeout: 20_000 })
    .toMatch(/found that it threw: x{300,400}…\. Correct the code/)
  await page.getByLabel('Code', { exact: true }).fill("(state, ssr) => { throw new Error('y'.repeat(200e6)) }")
  await expect
    .poll(() => about(page).textContent(), { timeout: 20_000 })
    .toMatch(/found that it threw: y{300,400}…|within 2 s/)
  // Lists that become huge, in the answers that are made of them, and prototypes that are not what they were.
  await page.getByLabel('Code', { exact: true }).fill(`(() => {
    const big = Array.from({ length: 30 }, (_, i) => i + 'z'.repeat(1e6))
    Array.prototype.map = Array.prototype.flatMap = Array.prototype.filter = function () { return big }
    Array.isArray = () => false
    Reflect.ownKeys = () => []
    return (state, ssr) => 0.5
  })()`)
  await expect
    .poll(() => about(page).textContent(), { timeout: 20_000 })
    .toMatch(/found an answer that is too large|found that it threw/)
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => 0.625')
  await settled(page)
  expect((await readAt(page, 3)).α).toBe(0.625)
  await page.context().close()
})

test('code from a link is shown, and runs only after a click', async () => {
  const page = await withCode('(state, ssr) => 0.125')
  await settled(page)
  expect((await readAt(page, 5)).α).toBe(0.125)
  await page.waitForTimeout(1500)
  const hash = new URL(page.url()).hash
  await page.context().close()

  const other = await playground.open(hash)
  await other.waitForSelector('.held')
  expect(await other.getByLabel('Code', { exact: true }).inputValue()).toBe('(state, ssr) => 0.125')
  expect(await other.locator('#note').textContent()).toMatch(/runs after a click/)
  await other.waitForTimeout(500)
  // No sandbox was started: only the worker with the core is there.
  expect(other.workers().filter((worker) => worker.url().startsWith('blob:'))).toEqual([])
  expect(await other.locator('#chart').getAttribute('aria-valuetext')).toBe(null)
  // Typing is no click.
  await other.getByLabel('Code', { exact: true }).fill('(state, ssr) => 0.375')
  await other.waitForTimeout(500)
  expect(other.workers().filter((worker) => worker.url().startsWith('blob:'))).toEqual([])
  await other.getByRole('button', { name: 'Run this code' }).click()
  await settled(other)
  expect((await readAt(other, 6)).α).toBe(0.375)
  await other.context().close()
})
