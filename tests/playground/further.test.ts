/**
 * Further curves of a schedule: momentum and weight decay over the same run, on an axis of their own.
 */

import type { Page } from 'playwright'
import { ConstantScheduler, evaluate, OneCycleScheduler, TrainingRun } from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choosePreset, download, type Playground, readAt, settled, startPlayground, whole } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

async function open(hash = ''): Promise<Page> {
  const page = await playground.open(hash)
  await settled(page)
  await whole(page)
  return page
}

const names = (page: Page) =>
  page
    .getByRole('textbox', { name: 'Name of the schedule' })
    .evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))

test('a one-cycle’s momentum goes the other way, over the same run, and is read by its own name', async () => {
  const page = await open()
  await page.locator('.factor-head select').selectOption('OneCycleScheduler')
  await settled(page)
  await page.getByLabel('Add a further curve').selectOption('momentum')
  await settled(page)
  expect(await names(page)).toEqual(['MPT-7B', 'MPT-7B, momentum'])
  const run = new TrainingRun({ maxDuration: '63900ba' })
  const cycle = new OneCycleScheduler({ alphaI: 1, alphaM: 0.85 / 0.95, alphaF: 1 })
  const momentum = evaluate(cycle, run, { baseLr: 0.95 })
  for (const batch of [0, 19_170, 40_000]) expect((await readAt(page, batch)).momentum).toBe(momentum[batch])
  expect(await page.locator('#chart').getAttribute('aria-valuetext')).toContain(', momentum 0.')
  // Its run is that of the schedule, whichever of the two is edited.
  await page.getByRole('textbox', { name: 'max_duration', exact: true }).fill('1000')
  await settled(page)
  await page.getByRole('button', { name: 'Edit MPT-7B', exact: true }).click()
  expect(await page.getByRole('textbox', { name: 'max_duration', exact: true }).inputValue()).toBe('1000')
  expect(await page.getByRole('textbox', { name: 'lr', exact: true }).inputValue()).toBe('1.2e-4')
  await page.context().close()
})

test('a preset brings what else its source schedules', async () => {
  const page = await open()
  await choosePreset(page, 'One cycle, fastai’s defaults')
  expect((await names(page)).slice(1)).toEqual([
    'One cycle, fastai’s defaults',
    'One cycle, fastai’s defaults, momentum',
  ])
  await page.getByRole('button', { name: 'Edit One cycle, fastai’s defaults, momentum', exact: true }).click()
  await settled(page)
  for (const [batch, value] of [
    [0, 0.95],
    [250, 0.85],
    [1000, 0.95],
  ] as const)
    expect((await readAt(page, batch)).momentum).toBe(value)
  // One step took both.
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await names(page)).toEqual(['MPT-7B'])
  await page.context().close()
})

test('code and tables name it, and what has the learning rate alone says so', async () => {
  const page = await open()
  await page.getByLabel('Add a further curve').selectOption('weight decay')
  await settled(page)
  const code = page.locator('#code')
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click()
  await expect.poll(() => code.textContent()).toContain('export const weightDecayValues = evaluate(')
  expect(await code.textContent()).not.toMatch(/learning rate|learningRates|baseLr/)
  await tab('Python')
  await expect.poll(() => code.textContent()).toContain('def weight_decay(step):\n    return 0.1 * alpha(step)')
  await tab('PyTorch')
  await expect.poll(() => code.textContent()).toContain("group['weight_decay'] = value")
  await tab('Transformers')
  await expect
    .poll(() => page.locator('#code.reason').textContent())
    .toContain('transformers is written for the learning rate; found the weight decay. Write it for TypeScript')
  await page.getByLabel('one row every').fill('10000')
  const csv = (await download(page, 'CSV')).toString()
  expect(csv.split('\r\n')[0]).toBe('batch,sample,token,alpha,weight_decay')
  // Of the schedule itself it is the learning rate.
  await page.getByRole('button', { name: 'Edit MPT-7B', exact: true }).click()
  await tab('Python')
  await expect.poll(() => code.textContent()).toContain('def learning_rate(step):')
  await page.context().close()
})

test('undo, links and a reload keep it; it goes with its schedule', async () => {
  const page = await open()
  await page.getByLabel('Add a further curve').selectOption('weight decay')
  await settled(page)
  expect((await readAt(page, 10))['weight decay']).toBe(
    evaluate(new ConstantScheduler(), new TrainingRun({ maxDuration: '63900ba' }), { baseLr: 0.1 })[10],
  )
  await page.reload()
  await settled(page)
  expect(await names(page)).toEqual(['MPT-7B', 'MPT-7B, weight decay'])
  expect(await page.getByRole('textbox', { name: 'weight decay', exact: true }).inputValue()).toBe('0.1')
  await whole(page)
  await page.waitForTimeout(1500)
  const other = await playground.open(new URL(page.url()).hash)
  await settled(other)
  expect(await names(other)).toEqual(['MPT-7B', 'MPT-7B, weight decay'])
  await other.context().close()
  await page.getByRole('button', { name: 'Save a copy' }).click()
  await page.getByRole('button', { name: 'Remove MPT-7B', exact: true }).click()
  await settled(page)
  expect(await names(page)).toEqual(['MPT-7B, weight decay 2'])
  await page.keyboard.press('Control+z')
  expect(await names(page)).toHaveLength(3)
  await page.context().close()
})

test('on the chart each quantity has an axis', async () => {
  const page = await open()
  const width = async () => (await page.locator('.chart-over').boundingBox())!.width
  const before = await width()
  await page.getByLabel('Add a further curve').selectOption('momentum')
  await settled(page)
  await expect.poll(width).toBeLessThan(before)
  const beside = await width()
  // The curve that is edited is on the axis at the left: its value of 0.9 stands near the top, by the axis from 0.
  const dot = (await page.locator('.chart-over .cursor-dot').boundingBox())!
  const plot = (await page.locator('.chart-over').boundingBox())!
  expect((dot.y + dot.height / 2 - plot.y) / plot.height).toBeLessThan(0.2)
  // As parts of a peak both stand on one.
  await page.getByLabel('y axis').selectOption('peak')
  await expect.poll(width).toBeGreaterThan(beside + 40)
  await page.context().close()
})

test('a third quantity has an axis beside that of the second, and on a phone there is room for one', async () => {
  const page = await open()
  const width = async () => (await page.locator('.chart-over').boundingBox())!.width
  for (const name of ['momentum', 'weight decay']) {
    await page.getByLabel('Add a further curve').selectOption(name)
    await settled(page)
  }
  await expect.poll(() => names(page)).toHaveLength(3)
  const two = await width()
  await page.getByRole('button', { name: 'Remove MPT-7B, momentum', exact: true }).click()
  await expect.poll(width).toBeGreaterThan(two + 40)
  const one = await width()
  await page.keyboard.press('Control+z')
  await expect.poll(width).toBeLessThan(one - 40)
  await page.setViewportSize({ width: 360, height: 740 })
  // With both it would be half as wide.
  await expect.poll(width).toBeGreaterThan(110)
  await page.context().close()
})

test('a picture has a plot for each quantity, and all of them in its legend', async () => {
  const page = await open()
  await page.getByLabel('Add a further curve').selectOption('momentum')
  await settled(page)
  const svg = (await download(page, 'SVG')).toString('utf8')
  expect(svg).toMatch(/viewBox="0 0 960 740"/)
  for (const text of ['MPT-7B', 'MPT-7B, momentum', 'learning rate', 'momentum'])
    expect(svg).toContain(`>${text}</text>`)
  const png = await download(page, 'PNG')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1480])
  // As parts of a peak both stand in one.
  await page.getByLabel('y axis').selectOption('peak')
  await settled(page)
  expect((await download(page, 'SVG')).toString('utf8')).toMatch(/viewBox="0 0 960 540"/)
  await page.context().close()
})
