/**
 * Schedules held against each other: as multipliers, as parts of their peaks, as differences and ratios; the y axis that
 * fits; what each amounts to, and its key steps.
 */

import type { Page } from 'playwright'
import { CosineAnnealingWithWarmupScheduler, evaluate, lint, summarize, TrainingRun } from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { download, type Playground, settled, startFrom, startPlayground, whole } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

async function open(): Promise<Page> {
  const page = await playground.open()
  await settled(page)
  await whole(page)
  return page
}

async function show(page: Page, y: string): Promise<void> {
  await page.getByLabel('y axis').selectOption(y)
  await settled(page)
}

/** The titles, ticks and curves of the chart, as its picture has them. */
const picture = async (page: Page): Promise<string> => (await download(page, 'SVG')).toString('utf8')

const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
const run = new TrainingRun({ maxDuration: '63900ba', samplesPerBatch: 1024, tokensPerSample: 2048 })
const lrs = evaluate(scheduler, run, { baseLr: 1.2e-4 })
const alphas = evaluate(scheduler, run)

test('the cursor and the marks read what the y axis shows', async () => {
  const page = await open()
  const at = async (batch: number) => {
    await page.locator('#go-to').fill(String(batch))
    await page.locator('#go-to').press('Enter')
    return page.locator('.chart-over .cursor-label')
  }
  const short = (value: number) => String(Number(value.toPrecision(5)))
  await show(page, 'alpha')
  await expect.poll(async () => (await at(20_000)).textContent()).toBe(short(alphas[20_000]!))
  expect(await page.locator('.mark').allTextContents()).toEqual(['peak 1', 'floor, end 0.1'])
  await show(page, 'peak')
  await expect.poll(async () => (await at(30_000)).textContent()).toBe(short(lrs[30_000]! / Math.max(...lrs)))
  expect(await picture(page)).toContain('part of the peak')
  // What is edited is held against itself.
  await show(page, 'ratio')
  await expect.poll(async () => (await at(30_000)).textContent()).toBe('1')
  // And the rates in the readout are rates.
  await expect
    .poll(() =>
      page
        .locator('dd[data-name=lr]')
        .getAttribute('title')
        .catch(() => null),
    )
    .toBe(null)
  expect(Number(await page.locator('dd[data-name=lr]').textContent())).toBe(lrs[30_000])
  await page.context().close()
})

test('a difference and a ratio are of the rates at the same place, as far as both go', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Save a copy' }).click()
  await page.getByRole('textbox', { name: 'lr', exact: true }).fill('2.4e-4')
  await settled(page)
  await show(page, 'ratio')
  // The first one has half of the rate that is edited now, at every batch but the first, where both are 0.
  const ratio = await picture(page)
  expect(ratio).toContain('ratio to MPT-7B 2')
  expect(ratio).toContain('MPT-7B: starts at 0.5, ends at 0.5, highest 0.5, lowest 0.5.')
  await show(page, 'difference')
  const difference = await picture(page)
  expect(difference).toContain('difference to MPT-7B 2')
  const told = /<desc>(.*)<\/desc>/.exec(difference)![1]!.split('MPT-7B: ')[1]
  expect(told).toMatch(/ends at -1\.2e-5, highest 0, lowest -1\.2e-4\.$/)
  // A link keeps the axis, and so does Back.
  await page.getByRole('checkbox', { name: 'fit y' }).check()
  const url = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    return location.href
  })
  const other = await playground.open(new URL(url).hash)
  await settled(other)
  expect(await other.getByLabel('y axis').inputValue()).toBe('difference')
  expect(await other.getByRole('checkbox', { name: 'fit y' }).isChecked()).toBe(true)
  await other.context().close()
  await page.context().close()
})

test('with one curve, or with a function, it says why nothing is compared', async () => {
  const page = await open()
  await show(page, 'difference')
  await expect.poll(() => page.locator('#note').textContent()).toMatch(/^A comparison is of two curves; found one\./)
  await page.getByRole('button', { name: 'Save a copy' }).click()
  await page
    .locator('.factor-head select')
    .selectOption({ label: 'Function in JavaScript' })
    .catch(async () => {
      const labels = await page.locator('.factor-head select option').allTextContents()
      await page
        .locator('.factor-head select')
        .selectOption({ label: labels.find((label) => /function/i.test(label))! })
    })
  await settled(page)
  await expect.poll(() => page.locator('#note').textContent()).toMatch(/^Functions run each by itself/)
  await page.context().close()
})

test('an axis that fits shows the difference that one from 0 hides', async () => {
  const page = await open()
  const knob = page.getByRole('slider', { name: 'Handle of alpha_f' })
  await page.getByRole('textbox', { name: 'alpha_f', exact: true }).fill('0.999')
  await settled(page)
  await page.getByRole('textbox', { name: 't_warmup', exact: true }).fill('0')
  await settled(page)
  const low = async () => (await knob.boundingBox())!.y
  await expect.poll(() => knob.getAttribute('aria-valuetext')).toContain('0.999')
  const before = await low()
  await page.getByRole('checkbox', { name: 'fit y' }).check()
  await expect.poll(low).toBeGreaterThan(before + 200)
  await page.context().close()
})

test('a pin keeps what was read, of every curve, beside what the cursor reads', async () => {
  const page = await open()
  await page.getByLabel('Scale schedule ratio', { exact: false }).first().fill('0.5')
  await settled(page)
  const half = evaluate(scheduler, new TrainingRun({ maxDuration: '63900ba', scaleScheduleRatio: 0.5 }), {
    baseLr: 1.2e-4,
  })
  await page.locator('#go-to').fill('10000')
  await page.locator('#go-to').press('Enter')
  await page.getByRole('button', { name: 'Pin', exact: true }).click()
  const pins = page.getByRole('list', { name: 'The schedules at the pin' })
  const values = () =>
    pins.locator('output').evaluateAll((all) => all.map((each) => Number((each as HTMLElement).title)))
  await expect.poll(values).toEqual([half[10_000], lrs[10_000]])
  await page.locator('#go-to').fill('20000')
  await page.locator('#go-to').press('Enter')
  const others = page.getByRole('list', { name: 'The other schedules at the cursor' })
  await expect.poll(async () => Number(await others.locator('output').getAttribute('title'))).toBe(lrs[20_000])
  expect(await values()).toEqual([half[10_000], lrs[10_000]])
  expect(await page.locator('.pin-line').isVisible()).toBe(true)
  // By the key as well.
  await page.locator('#chart').focus()
  await page.keyboard.press('p')
  await expect.poll(() => pins.isVisible()).toBe(false)
  expect(await page.locator('.pin-line').isVisible()).toBe(false)
  await page.context().close()
})

test('a shorter run carries the cursor by its part of the run, and what ended says so', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Save a copy' }).click()
  await page.locator('#go-to').fill('50000')
  await page.locator('#go-to').press('Enter')
  await page.getByRole('textbox', { name: 'max_duration', exact: true }).fill('6390')
  await expect.poll(() => page.locator('#go-to').inputValue()).toBe('5,000')
  await page.getByRole('button', { name: 'Edit MPT-7B', exact: true }).click()
  await page.locator('#go-to').fill('50000')
  await page.locator('#go-to').press('Enter')
  const others = page.getByRole('list', { name: 'The other schedules at the cursor' })
  await expect.poll(() => others.textContent()).toContain('ended')
  await page.context().close()
})

test('the cursor goes on to the end of the longest run, and reads what has not ended', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Save a copy' }).click()
  await page.getByRole('textbox', { name: 'max_duration', exact: true }).fill('6390')
  await settled(page)
  const cursor = page.getByRole('slider', { name: 'Cursor on the chart' })
  const other = page.getByRole('list', { name: 'The other schedules at the cursor' }).locator('output')
  const cell = (name: string) => page.locator(`dd[data-name="${name}"]`)
  await expect.poll(() => cursor.getAttribute('aria-valuemax')).toBe('63900')
  await cursor.focus()
  await page.keyboard.press('End')
  await expect
    .poll(() => cursor.getAttribute('aria-valuetext'))
    .toMatch(/^batch 63,900, MPT-7B 2 ended, MPT-7B 1\.2\d*e-5$/)
  expect(await cursor.getAttribute('aria-valuenow')).toBe('63900')
  expect([await cell('lr').textContent(), await cell('α').textContent(), await cell('phase').textContent()]).toEqual([
    'ended',
    'ended',
    'ended',
  ])
  // What is typed, and what is pointed at.
  await page.locator('#go-to').fill('20000')
  await page.locator('#go-to').press('Enter')
  await expect.poll(async () => Number(await other.getAttribute('title'))).toBe(lrs[20_000])
  const box = (await page.locator('.chart-over').boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await expect.poll(async () => Number(await cursor.getAttribute('aria-valuenow'))).toBeGreaterThan(31_000)
  await expect.poll(() => cell('lr').textContent()).toBe('ended')
  // An edit leaves the cursor there, and its own end has a value still.
  await page.getByRole('textbox', { name: 'alpha_f', exact: true }).fill('0.2')
  await settled(page)
  expect(Number(await cursor.getAttribute('aria-valuenow'))).toBeGreaterThan(31_000)
  await page.locator('#go-to').fill('6390')
  await page.locator('#go-to').press('Enter')
  await expect.poll(() => cell('α').textContent()).toBe('0.2')
  // Without the longer one the end is its own again.
  await page.locator('#go-to').fill('50000')
  await page.locator('#go-to').press('Enter')
  await page.getByRole('checkbox', { name: 'Show MPT-7B', exact: true }).uncheck()
  await expect.poll(() => cursor.getAttribute('aria-valuenow')).toBe('6390')
  expect(await cursor.getAttribute('aria-valuemax')).toBe('6390')
  await page.context().close()
})

test('the summary has the package’s own numbers, findings and key steps', async () => {
  const page = await open()
  await startFrom(page, 'ResNet-50, two schedulers')
  const row = page.locator('.summary tbody tr').filter({ hasText: 'ResNet-50, two schedulers' }).first()
  await expect.poll(() => row.count()).toBe(1)
  await expect.poll(() => row.locator('td').nth(1).textContent()).toBe('5,008')
  await page.getByRole('textbox', { name: 'alpha_f', exact: true }).fill('0.5')
  const { MultiStepScheduler } = await import('scale-schedule')
  const both = [
    new CosineAnnealingWithWarmupScheduler({ tWarmup: '8ep', alphaF: 0.5 }),
    new MultiStepScheduler({ milestones: ['80ep'], gamma: 0.5 }),
  ]
  const its = new TrainingRun({ maxDuration: '90ep', dataloaderLen: 626, samplesPerBatch: 2048 })
  const { peak, final, mean, area } = summarize(both, its, { baseLr: 2 })
  const titles = () =>
    row.locator('td[title]').evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).title)))
  await expect.poll(titles).toEqual([peak, final, mean, area])
  const values = evaluate(both, its, { baseLr: 2 })
  const steps = page.getByRole('region', { name: 'Key steps' }).locator('tbody tr')
  const read = await steps.evaluateAll((rows) =>
    rows.map((each) => [
      Number(each.querySelector('td')!.textContent!.replaceAll(',', '')),
      Number(each.querySelector<HTMLElement>('td[title]')!.title),
    ]),
  )
  expect(read.length).toBeGreaterThan(10)
  for (const [batch, lr] of read) expect(lr).toBe(values[batch!])
  expect(read.at(-1)![0]).toBe(its.batches - 1)
  const findings = await page.getByRole('list', { name: 'Worth a look' }).locator('li').count()
  expect(findings).toBe(lint(both, its).length)
  await page.context().close()
})
