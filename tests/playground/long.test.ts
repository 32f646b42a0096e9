/**
 * Long runs and large files: none keeps the page from reading, and each tells how far it is and can be ended.
 */
import { DuckDBInstance } from '@duckdb/node-api'
import type { Page } from 'playwright'
import { CosineAnnealingWithWarmupScheduler, evaluate, TrainingRun } from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Playground, readAt, settled, startFrom, startPlayground } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
const lrAt = (batches: number, batch: number) =>
  evaluate(scheduler, new TrainingRun({ maxDuration: `${batches}ba` }), { from: batch, count: 1, baseLr: 1.2e-4 })[0]

/** Opens a run of a length that is typed. */
async function runOf(batches: number): Promise<Page> {
  const page = await playground.open()
  await settled(page)
  await page.getByLabel('max_duration', { exact: true }).fill(String(batches))
  return page
}

test('a run that is looked at for longer than a moment says so, and its cursor reads meanwhile', async () => {
  const page = await runOf(1_000_000_000)
  const note = page.locator('#note')
  await expect
    .poll(() => note.textContent())
    .toMatch(
      /^Looking at each of 1,000,000,000 batches, so that no peak is lost: \d+%\. The curve is a sample until then\.$/,
    )
  const began = performance.now()
  for (const batch of [1, 123_456_789, 999_999_999]) {
    expect((await readAt(page, batch)).lr).toBe(lrAt(1_000_000_000, batch))
  }
  const each = (performance.now() - began) / 3
  console.log(`a reading beside it took ${each.toFixed(0)} ms`)
  expect(await page.locator('#chart').getAttribute('data-ready')).toBe('false')
  // Another length ends it.
  await page.getByLabel('max_duration', { exact: true }).fill('2000')
  await settled(page)
  expect(await note.textContent()).toBe('')
  await page.context().close()
})

test('the length of a run stays known while it is drawn and the axis changes', async () => {
  const page = await runOf(1_000_000_000)
  const chart = page.locator('#chart')
  await expect.poll(() => chart.getAttribute('aria-valuemax')).toBe('1000000000')
  await page.getByLabel('x axis').selectOption('tok')
  await page.locator('#go-to').fill('5000000000')
  await page.locator('#go-to').press('Enter')
  await expect.poll(() => chart.getAttribute('aria-valuenow')).toBe('1000000000')
  expect(await chart.getAttribute('data-ready')).toBe('false')
  await page.context().close()
})

test('ten million rows are written in slices, with their progress, and can be cancelled', async () => {
  const page = await runOf(10_000_000)
  await settled(page)
  await page.getByLabel('one row every').fill('1')
  for (const label of ['CSV', 'Parquet']) {
    await page.getByRole('button', { name: label, exact: true }).click()
    const bar = page.getByRole('progressbar', { name: 'Rows written' })
    await expect
      .poll(() => bar.evaluate((element: HTMLProgressElement) => element.value), { timeout: 10_000 })
      .toBeGreaterThan(0.001)
    expect(await page.locator('.downloads .hint').textContent()).toMatch(/^[\d,]+ of 10,000,000 rows are written$/)
    const began = performance.now()
    for (const batch of [3, 5_000_000, 9_999_999]) expect((await readAt(page, batch)).lr).toBe(lrAt(10_000_000, batch))
    console.log(`a reading beside it took ${((performance.now() - began) / 3).toFixed(0)} ms`)
    expect((performance.now() - began) / 3).toBeLessThan(3_000)
    const before = await bar.evaluate((element: HTMLProgressElement) => element.value)
    await expect
      .poll(() => bar.evaluate((element: HTMLProgressElement) => element.value), { timeout: 10_000 })
      .toBeGreaterThan(before)
    const focused = page.getByRole('button', { name: 'Cancel' })
    await focused.press('Enter')
    expect(await page.locator('#status').textContent()).toBe('The file was cancelled; nothing was saved.')
    await expect.poll(() => bar.count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON')
    expect(await page.locator('.downloads .hint').textContent()).toBe('10,000,000 rows')
  }
  await page.context().close()
})

test('a file of several slices is one file, with every row once, whatever is typed meanwhile', async () => {
  const page = await playground.open()
  await startFrom(page, 'Multi-step at 30, 50 and 90 %')
  await page.getByLabel('one row every').fill('1')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Parquet', exact: true }).click()
  await page.getByLabel('gamma', { exact: true }).fill('0.5')
  const file = await (await waiting).path()
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const ask = async (query: string) => (await connection.runAndReadAll(query)).getRows().map((row) => row.map(Number))
  expect(
    await ask(`select count(*), count(distinct batch), max(batch), sum(epoch) from read_parquet('${file}')`),
  ).toEqual([[56_340, 56_340, 56_339, (626 * 89 * 90) / 2]])
  expect(await ask(`select distinct alpha from read_parquet('${file}') order by alpha desc`)).toEqual([
    [1],
    [0.1],
    [0.1 * 0.1],
    [0.1 * 0.1 * 0.1],
  ])
  await page.context().close()
})
