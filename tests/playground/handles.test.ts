/**
 * Handles on the curve: what they move, how finely, by mouse, finger and keys, and what they leave alone.
 */
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MPT_7B, type Playground, settled, startFrom, startPlayground, whole } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

async function open(hash = '', options = {}): Promise<Page> {
  const page = await playground.open(hash, options)
  await settled(page)
  await whole(page)
  return page
}

const knob = (page: Page, name: string) => page.getByRole('slider', { name: `Handle of ${name}`, exact: true })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const names = (page: Page) =>
  page.locator('.handle:not([hidden]) .knob').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')))

async function middle(page: Page, name: string): Promise<{ x: number; y: number }> {
  const box = (await knob(page, name).boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function drag(page: Page, name: string, right: number, down: number): Promise<void> {
  const { x, y } = await middle(page, name)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + right / 2, y + down / 2, { steps: 4 })
  await page.mouse.move(x + right, y + down, { steps: 4 })
  await page.mouse.up()
  await settled(page)
}

/** The place of a batch on the axis, by the cursor's line. */
async function cursorAt(page: Page, batch: number): Promise<number> {
  await page.locator('#go-to').fill(String(batch))
  await page.locator('#go-to').press('Enter')
  const line = (await page.locator('.chart-over .cursor-line').boundingBox())!
  return line.x + line.width / 2
}

test('each stands on the curve of the chosen scheduler, at the batch that its option means', async () => {
  const page = await open()
  await expect.poll(() => names(page)).toEqual(['Handle of t_warmup', 'Handle of alpha_f', 'Handle of max_duration'])
  const warmup = knob(page, 't_warmup')
  expect(await warmup.getAttribute('aria-valuetext')).toBe('100ba, batch 100')
  await startFrom(page, 'ResNet-50, two schedulers')
  await expect.poll(() => knob(page, 't_warmup').getAttribute('aria-valuetext')).toBe('8ep, batch 5,008')
  expect((await middle(page, 't_warmup')).x).toBeCloseTo(await cursorAt(page, 8 * 626), -1)
  // Another scheduler of the schedule has its own.
  await page.getByRole('button', { name: 'Multi-step' }).first().click()
  await expect.poll(() => names(page)).toContain('Handle of milestones 1')
  expect(await names(page)).not.toContain('Handle of t_warmup')
  expect((await middle(page, 'milestones 1')).x).toBeCloseTo(await cursorAt(page, 80 * 626), -1)
  await page.context().close()
})

test('beside a function the built-in scheduler has its handles, unless the function is slow', async () => {
  const page = await open()
  await page.getByLabel('Multiply by another').or(page.getByLabel('Add a scheduler')).first().selectOption('function')
  const code = page.getByLabel('Code', { exact: true })
  await code.fill('(state, ssr) => (state.timestamp.batch < 40000 ? 1 : 0.5)')
  await settled(page)
  expect(await names(page)).toEqual([])
  await page.locator('.outline-name').first().click()
  await expect.poll(() => names(page)).toEqual(['Handle of t_warmup', 'Handle of alpha_f', 'Handle of max_duration'])
  expect(await knob(page, 't_warmup').getAttribute('aria-valuetext')).toBe('100ba, batch 100')
  // The value at the handle is that of the product.
  expect(await knob(page, 'alpha_f').getAttribute('aria-valuetext')).toContain('0.1')
  const before = Number(await field(page, 'alpha_f').inputValue())
  await drag(page, 'alpha_f', 0, -60)
  expect(Number(await field(page, 'alpha_f').inputValue())).toBeGreaterThan(before)
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(Number(await field(page, 'alpha_f').inputValue())).toBe(before)
  // What is slow is asked less, and goes on.
  await page.getByRole('textbox', { name: 'max_duration', exact: true }).fill('300')
  await settled(page)
  await page.locator('.outline-name').nth(1).click()
  await code.fill('(state, ssr) => { for (const end = Date.now() + 3; Date.now() < end; ); return 1 }')
  await settled(page)
  await page.locator('.outline-name').first().click()
  await page.waitForTimeout(1500)
  expect(await names(page)).toEqual([])
  expect(await page.locator('.problem').allTextContents()).toEqual([])
  await page.context().close()
})

test('a drag keeps unit, ratio and whole numbers, and is one step', async () => {
  const page = await open()
  await startFrom(page, 'ResNet-50, two schedulers')
  await page.getByLabel('Scale schedule ratio', { exact: false }).first().fill('0.5')
  await settled(page)
  await expect.poll(() => knob(page, 'max_duration').getAttribute('aria-valuetext')).toBe('90ep, batch 28,170')
  const [zero, end] = [await cursorAt(page, 0), await cursorAt(page, 28_170)]
  // A third of the run as it is scaled: 30 of 90 epochs as they are written.
  await drag(page, 'max_duration', -(end - zero) / 3, 0)
  const written = Number(await field(page, 'max_duration').inputValue())
  expect(Number.isInteger(written)).toBe(true)
  expect(Math.abs(written - 60)).toBeLessThanOrEqual(1)
  await expect.poll(() => knob(page, 'max_duration').getAttribute('aria-valuetext')).toContain(`${written}ep`)
  await page.keyboard.press('Control+z')
  expect(await field(page, 'max_duration').inputValue()).toBe('90')
  await page.context().close()
})

test('a value moves up and down, and the axes stay while it does', async () => {
  const page = await open()
  await expect.poll(() => names(page)).toHaveLength(3)
  const before = await middle(page, 'alpha_f')
  await page.mouse.move(before.x, before.y)
  await page.mouse.down()
  await page.mouse.move(before.x, before.y - 40, { steps: 5 })
  const held = Number(await field(page, 'alpha_f').inputValue())
  expect(held).toBeGreaterThan(0.15)
  await settled(page)
  const under = await middle(page, 'alpha_f')
  expect(Math.abs(under.y - (before.y - 40))).toBeLessThan(3)
  // Escape takes it back, and what follows of the drag moves nothing.
  await page.keyboard.press('Escape')
  await page.mouse.move(before.x, before.y - 90, { steps: 3 })
  await page.mouse.up()
  expect(await field(page, 'alpha_f').inputValue()).toBe('0.1')
  expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
  await page.context().close()
})

test('no plot of first steps comes while a ramp is made short', async () => {
  const page = await open()
  await field(page, 't_warmup').fill('20000')
  await settled(page)
  await expect.poll(() => knob(page, 't_warmup').getAttribute('aria-valuetext')).toContain('20000ba')
  expect(await page.locator('.chart-start').isHidden()).toBe(true)
  const { x, y } = await middle(page, 't_warmup')
  const plot = (await page.locator('.chart-over').boundingBox())!
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(plot.x + 4, y, { steps: 6 })
  await settled(page)
  expect(Number(await field(page, 't_warmup').inputValue())).toBeLessThan(1000)
  expect(await page.locator('.chart-start').isHidden()).toBe(true)
  await page.mouse.up()
  await expect.poll(() => page.locator('.chart-start').isHidden()).toBe(false)
  await page.context().close()
})

test('one is dragged while another has the focus', async () => {
  const page = await open()
  await expect.poll(() => names(page)).toContain('Handle of alpha_f')
  await drag(page, 't_warmup', 30, 0)
  expect(await field(page, 't_warmup').inputValue()).not.toBe('100')
  await drag(page, 'alpha_f', 0, -60)
  const raised = Number(await field(page, 'alpha_f').inputValue())
  expect(raised).toBeGreaterThan(0.1)
  await drag(page, 'max_duration', -60, 0)
  expect(Number(await field(page, 'max_duration').inputValue())).toBeLessThan(63_900)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  expect(await field(page, 'alpha_f').inputValue()).toBe('0.1')
  await page.context().close()
})

test('Shift gives the finest step', async () => {
  const page = await open(MPT_7B)
  await expect.poll(() => names(page)).toHaveLength(3)
  const { x, y } = await middle(page, 'max_duration')
  await page.mouse.move(x, y)
  await page.keyboard.down('Shift')
  await page.mouse.down()
  await page.mouse.move(x - 4, y)
  await page.mouse.move(x - 7, y)
  await page.mouse.up()
  await page.keyboard.up('Shift')
  expect(await field(page, 'max_duration').inputValue()).toBe('63893')
  await page.context().close()
})

test('by the keyboard: one tab stop, arrows between, Enter takes hold, Shift moves at once', async () => {
  const page = await open()
  await expect.poll(() => names(page)).toHaveLength(3)
  await page.locator('#chart').focus()
  await page.keyboard.press('Tab')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  expect(await focused()).toBe('Handle of t_warmup')
  await page.keyboard.press('ArrowRight')
  expect(await focused()).toBe('Handle of alpha_f')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Shift+ArrowRight')
  expect(await field(page, 't_warmup').inputValue()).toBe('101')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(Number(await field(page, 't_warmup').inputValue())).toBeGreaterThan(102)
  await page.keyboard.press('Escape')
  expect(await field(page, 't_warmup').inputValue()).toBe('101')
  await page.keyboard.press('Control+z')
  expect(await field(page, 't_warmup').inputValue()).toBe('100')
  await knob(page, 't_warmup').focus()
  await page.keyboard.press('Tab')
  expect((await focused()) ?? '').not.toMatch(/^Handle/)
  await page.context().close()
})

test('a double-click or z zooms to the ramp', async () => {
  const page = await open()
  await expect.poll(() => names(page)).toHaveLength(3)
  const { x, y } = await middle(page, 't_warmup')
  await page.mouse.dblclick(x, y)
  await settled(page)
  await expect.poll(() => page.locator('.chart-start').isHidden()).toBe(true)
  const [zero, ramp] = [await cursorAt(page, 0), await cursorAt(page, 100)]
  expect(ramp - zero).toBeGreaterThan(200)
  expect(await field(page, 't_warmup').inputValue()).toBe('100')
  await page.keyboard.press('Tab')
  await page.context().close()
})

test('handles in the same place are drawn apart, with a line to it', async () => {
  const page = await open()
  await expect.poll(() => names(page)).toHaveLength(3)
  const [floor, end] = [await middle(page, 'alpha_f'), await middle(page, 'max_duration')]
  expect(Math.hypot(floor.x - end.x, floor.y - end.y)).toBeGreaterThanOrEqual(24)
  expect(await page.locator('.leader:not([hidden])').count()).toBe(1)
  await page.context().close()
})

test('knots move in both directions, each in its list', async () => {
  const page = await open()
  await page.locator('.factor-head select').selectOption('PiecewiseInterpolateScheduler')
  await settled(page)
  await expect.poll(() => names(page)).toContain('Handle of knots 2 and values 2')
  const before = await field(page, 'knots').inputValue()
  const values = await field(page, 'values').inputValue()
  await drag(page, 'knots 2 and values 2', 60, 80)
  const after = (await field(page, 'knots').inputValue()).split(/,\s*/)
  expect(after).toHaveLength(before.split(/,\s*/).length)
  expect(after[1]).toMatch(/^0\.\d+dur$/)
  expect(Number.parseFloat(after[1]!)).toBeGreaterThan(Number.parseFloat(before.split(/,\s*/)[1]!))
  expect(after[0]).toBe(before.split(/,\s*/)[0])
  expect(Number((await field(page, 'values').inputValue()).split(/,\s*/)[1])).toBeLessThan(
    Number(values.split(/,\s*/)[1]),
  )
  await page.context().close()
})

test('within a tree a handle stands where the run reaches it', async () => {
  const page = await open()
  await page.getByLabel(/^Wrap .* in$/).selectOption('ShiftScheduler')
  await settled(page)
  await page.getByLabel('by', { exact: true }).fill('10000')
  await settled(page)
  await page.locator('.outline-name').nth(1).click()
  await expect.poll(() => knob(page, 't_warmup').getAttribute('aria-valuetext')).toBe('100ba, batch 10,100')
  await page.context().close()
})

test('any other drag does what it did, and a finger near a handle moves it', async () => {
  const page = await open('', { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } })
  await expect.poll(() => names(page)).toContain('Handle of max_duration')
  const box = (await knob(page, 'max_duration').boundingBox())!
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44)
  const chart = (await page.locator('.chart-over').boundingBox())!
  await page.touchscreen.tap(chart.x + chart.width / 2, chart.y + chart.height * 0.8)
  expect(await page.locator('#go-to').inputValue()).not.toBe('')
  expect(await field(page, 'max_duration').inputValue()).toBe('63900')
  await page.context().close()
})

test('a drag past the edge goes on, and the knob stays at it; it takes a longer run', async () => {
  const page = await open()
  await expect.poll(() => names(page)).toHaveLength(3)
  const { x, y } = await middle(page, 'max_duration')
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 30, y, { steps: 5 })
  expect(await knob(page, 'max_duration').isVisible()).toBe(true)
  await page.mouse.move(x + 90, y, { steps: 5 })
  await page.mouse.up()
  await settled(page)
  expect(Number(await field(page, 'max_duration').inputValue())).toBeGreaterThan(66_000)
  await page.context().close()
})

test('the focus stays with its option where two pass each other', async () => {
  const page = await open()
  await page.locator('.factor-head select').selectOption('MultiStepWithWarmupScheduler')
  await settled(page)
  await field(page, 't_warmup').fill('100')
  await field(page, 'milestones').fill('101ba')
  await settled(page)
  await expect.poll(() => names(page)).toContain('Handle of milestones 1')
  await expect.poll(() => knob(page, 'milestones 1').getAttribute('aria-valuetext')).toContain('101ba')
  await knob(page, 'milestones 1').focus()
  for (const written of ['100ba', '99ba', '98ba']) {
    await page.keyboard.press('Shift+ArrowLeft')
    await expect.poll(() => field(page, 'milestones').inputValue()).toBe(written)
    await settled(page)
    await page.waitForTimeout(300)
  }
  expect(await field(page, 't_warmup').inputValue()).toBe('100')
  await page.context().close()
})
