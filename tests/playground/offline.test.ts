/**
 * Without the network: a page that has loaded does all that it can with the server gone, asks for nothing, and at its next
 * load is the newest one.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright'
import { evaluate, MultiStepScheduler, TrainingRun } from 'scale-schedule'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { ExportTarget } from '../../ts/frameworks/export/targets/registry.js'
import { TARGET_NAMES, TARGETS } from '../../ts/playground/share/targets.js'
import { ROOT } from '../helpers/examples.js'
import { download, type Playground, readAt, settled, startFrom, startPlayground, whole } from './page.js'
import { type Serving, serve } from './serving.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

/** A page on a server of its own. */
async function pageOn({ url }: Serving): Promise<Page> {
  const context = await playground.browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(url)
  return page
}

/** What a text with milestones has in it. */
const SIGNS: Readonly<Record<ExportTarget, RegExp>> = {
  typescript: /new MultiStepScheduler/,
  composer: /import MultiStepScheduler/,
  torch: /MultiStepLR\(/,
  optax: /piecewise_constant_schedule/,
  'llm-foundry': /^llm-foundry has four schedulers.*found a schedule that none of them comes near/,
  json: /"milestones"/,
  keras: /PiecewiseConstantDecay\(/,
  transformers: /^transformers takes schedules of its own list.*LambdaLR/,
  timm: /MultiStepLRScheduler\(/,
  deepspeed: /"type": "MultiStepLR"/,
  megatron: /^Megatron-LM takes schedules of its own list.*styles/,
  python: /def learning_rate\(step\)/,
}

test('with the network cut and the server gone, all of the page works and asks for nothing', async () => {
  const server = await serve()
  const page = await pageOn(server)
  await whole(page)
  await page.context().setOffline(true)
  await server.close()
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))

  await startFrom(page, 'Multi-step at 30, 50 and 90 %')
  const run = new TrainingRun({ maxDuration: '90ep', dataloaderLen: 626 })
  const steps = new MultiStepScheduler({ milestones: ['0.3dur', '0.5dur', '0.9dur'] })
  const lrs = evaluate(steps, run, { baseLr: 0.1 })
  const rows = (await download(page, 'CSV')).toString().trimEnd().split('\r\n')
  expect(rows).toHaveLength(1 + run.batches)
  expect(rows.at(-1)!.split(',').at(-1)).toBe(String(lrs.at(-1)))
  expect((await download(page, 'Parquet')).subarray(-4).toString()).toBe('PAR1')
  expect((await download(page, 'SVG')).toString()).toMatch(/^<svg /)
  expect((await download(page, 'PNG')).subarray(1, 4).toString()).toBe('PNG')

  for (const name of TARGET_NAMES) {
    await page.getByRole('tab', { name: TARGETS[name], exact: true }).click()
    // What milestones are called, or why there are none.
    await expect.poll(() => page.locator('#code').textContent()).toMatch(SIGNS[name])
  }

  await page.getByText('Read a configuration').click()
  const area = page.getByLabel('Configuration of llm-foundry or Composer')
  await area.fill(readFileSync(path.join(ROOT, 'examples/mpt-7b.yaml'), 'utf8'))
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect
    .poll(() => page.locator('.schedules .active').getByLabel('Name of the schedule').inputValue())
    .toBe('mpt-7b')

  await area.fill('[lr_scheduler]\nwarmup_steps = 4\n[optimizer]\nlr = 8e-4\n[training]\nsteps = 10')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect.poll(() => page.getByRole('region', { name: 'What was read' }).textContent()).toMatch(/as torchtitan/)

  // Each code has a worker of its own: the third begins as the first one did.
  await startFrom(page, 'Halve after ten epochs (a function)')
  for (const alpha of [0.5, 0.25, 0.125]) {
    await page.getByLabel('Code', { exact: true }).fill(`(state, ssr) => ${alpha}`)
    await settled(page)
    expect((await readAt(page, 8 / alpha)).α).toBe(alpha)
  }
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => { for (;;) {} }')
  await expect.poll(() => page.locator('.problem').allTextContents(), { timeout: 8000 }).toHaveLength(1)
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => 0.75')
  await settled(page)
  expect((await readAt(page, 9)).α).toBe(0.75)

  expect(requests.filter((url) => !/^(blob|data):/.test(url))).toEqual([])
  await page.context().close()
})

test('what does not come at first is asked for again', async () => {
  const server = await serve()
  const failed = new Set<string>()
  server.answer = (name) => {
    if (!/\/(files|picture|frame|host|text-worker)-/.test(name) || failed.has(name)) return null
    failed.add(name)
    return 503
  }
  const page = await pageOn(server)
  await page.waitForSelector('html[data-whole=true]', { state: 'attached', timeout: 60_000 })
  expect(failed.size).toBe(5)
  await server.close()
  await page.context().setOffline(true)
  expect((await download(page, 'Parquet')).subarray(-4).toString()).toBe('PAR1')
  await startFrom(page, 'Halve after ten epochs (a function)')
  expect((await readAt(page, 7)).α).toBe(1)
  await page.context().close()
})

test('a server that lets nothing be kept is asked for the core once before the first curve', async () => {
  const server = await serve()
  server.headers = { 'cache-control': 'no-store' }
  const page = await pageOn(server)
  await whole(page)
  // The sandbox, which comes late, asks for it once more.
  const early = server.asked.slice(
    0,
    server.asked.findIndex((name) => name.includes('sandbox-')),
  )
  expect(early.filter((name) => name.endsWith('.wasm'))).toHaveLength(1)
  // Where it can't be handed over, the worker asks for it.
  let isFirst = true
  server.answer = (name) => {
    if (!name.includes('core_bg') || !isFirst) return null
    isFirst = false
    return 500
  }
  const other = await pageOn(server)
  await settled(other)
  expect(isFirst).toBe(false)
  await server.close()
  await page.context().close()
  await other.context().close()
})

test('the next load is of the newest build', async () => {
  const server = await serve()
  const page = await pageOn(server)
  await whole(page)
  const index = readFileSync(path.join(inject('page').built, 'index.html'), 'utf8')
  server.answer = (name) => (name === 'index.html' ? index.replace(/<title>.*<\/title>/, '<title>Newer</title>') : null)
  await page.reload()
  expect(await page.title()).toBe('Newer')
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  await page.context().close()
  await server.close()
})
