/**
 * A budget: amounts as people write them, steps and wall clock, the calendar, and the length that is taken over.
 */
import type { Page } from 'playwright'
import { CosineAnnealingWithWarmupScheduler, evaluate, TrainingRun } from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { amountIn, amountOf, wholeOf } from '../../../ts/playground/plan/amount.js'
import { intervalOf, momentText, spanText } from '../../../ts/playground/plan/calendar.js'
import { durationFor, tokensPerGpu } from '../../../ts/playground/plan/effort.js'
import { CalendarRows } from '../../../ts/playground/plan/hours.js'
import { MPT_7B, type Playground, settled, startFrom, startPlayground } from '../page.js'
import { openPart, partOf, wordsOf } from './panel.js'

const TITLE = 'Budget'
let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const open = (options = {}) => openPart(playground, TITLE, MPT_7B, { timezoneId: 'Europe/Berlin', ...options })
const field = (page: Page, name: string) => partOf(page, TITLE).getByLabel(name, { exact: true })
const rows = (page: Page) =>
  partOf(page, TITLE)
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => Array.from(row.children, (cell) => cell.textContent!)))

test.each([
  ['300B', 3e11],
  ['0.3T', 300_000_000_000],
  ['1.5t tokens', 1.5e12],
  ['20k', 20_000],
  ['7 M', 7e6],
  ['3e9', 3e9],
  ['1,234,567', 1_234_567],
  ['12 000', 12_000],
  ['1_000', 1000],
  ['1.1B', 1_100_000_000],
])('%s is %s', (text, value) => {
  expect(amountIn(text)).toBe(value)
})

test.each(['', 'B', 'ten', '3X', '1,5T', '1,00', '--3', '3 4', '1e400', 'k20'])('%j is no amount', (text) => {
  expect(amountIn(text)).toBeNull()
})

test('what is no amount is told in one line', () => {
  expect(amountOf('0', 'An MFU', '40', 100)).toEqual({
    problem: 'An MFU is a number above 0, at most 100; found "0". Write for example 40.',
  })
  expect(amountOf('140', 'An MFU', '40', 100)).toHaveProperty('problem')
  expect(amountOf('40', 'An MFU', '40', 100)).toEqual({ value: 40 })
  expect(wholeOf('1.5', 'A step', 0)).toHaveProperty('problem')
  expect(wholeOf('1.5k', 'A step', 0)).toEqual({ value: 1500 })
})

test('lengths of time, and rows of days on the calendar', () => {
  expect([0.25, 59.7, 90, 3600, 86_399.9, 90_000, 1e7].map(spanText)).toEqual([
    '0.25 s',
    '1 minute',
    '1 minute 30 seconds',
    '1 hour',
    '1 day',
    '1 day 1 hour',
    '115 days 17 hours',
  ])
  expect([600, 20_000, 86_400, 86_400 * 400, 1e9].map((seconds) => intervalOf(seconds).name)).toEqual([
    'minute',
    'ten minutes',
    'hour',
    'hour',
    'day',
  ])
  const start = new Date(2026, 9, 20, 9)
  expect(momentText(new Date(2026, 11, 4, 14), start)).toBe('Friday, 4 December at 14:00')
  expect(momentText(new Date(2027, 0, 4, 14, 5), start)).toBe('Monday, 4 January 2027 at 14:05')
})

test('a row for each hour, and steps that matter in their places', () => {
  // Steps of 50 minutes.
  const batchAt = (seconds: number) => Math.floor(seconds / 3000)
  const keys = [0, 1, 2, 6].map((batch) => ({ seconds: batch * 3000, batch, what: `key ${batch}` }))
  const rows = new CalendarRows(keys, 6.5 * 3600, 3600, batchAt)
  const all = Array.from({ length: rows.count }, (_, index) => rows.at(index))
  expect(all.map(({ seconds, batch, what }) => [seconds / 60, batch, what])).toEqual([
    [0, 0, 'key 0'],
    // The step of the first hour.
    [50, 1, 'key 1'],
    [100, 2, 'key 2'],
    [180, 3, null],
    [240, 4, null],
    [300, 6, 'key 6'],
    [360, 7, null],
  ])
  expect(new CalendarRows([], 3600, 3600, () => 0).count).toBe(2)
})

test('speeds and lengths', () => {
  expect(tokensPerGpu({ parameters: 7e9, peakTflops: 989, mfu: 0.4 })).toBeCloseTo((0.4 * 989e12) / 42e9, 6)
  const rates = { ep: 1 / 626, sp: 1024, tok: 1024 * 2048 }
  expect(durationFor(1000, '5ba', 1, rates)).toBe('1000ba')
  expect(durationFor(1000, '5tok', 1, rates)).toBe('2097152000tok')
  expect(durationFor(1000, '5sp', 1, rates)).toBe('1024000sp')
  expect(durationFor(62_600, '5ep', 1, rates)).toBe('100ep')
  expect(durationFor(62_601, '5ep', 1, rates)).toBe('62601ba')
  // Before the ratio scales it, and no shorter than what was asked for.
  expect(durationFor(1000, '5ba', 0.5, rates)).toBe('2000ba')
  expect(durationFor(1000, '5ba', 0.3, rates)).toBe('3334ba')
  expect(durationFor(3, '5ba', 0.1, rates)).toBe('30ba')
})

test('tokens, GPUs and a start become steps, dates and rates, and the length goes into the run', async () => {
  const page = await open()
  await field(page, 'Tokens').fill('300B')
  await field(page, 'GPUs').fill('440')
  await field(page, 'Tokens/s per GPU').fill('2.2k')
  await field(page, 'Start').fill('2026-12-01T09:00')
  const perStep = 1024 * 2048
  const steps = Math.ceil(3e11 / perStep)
  const seconds = (steps * perStep) / (440 * 2200)
  const short = (value: number) => value.toLocaleString('en')
  await expect
    .poll(() => wordsOf(page, TITLE))
    .toContainEqual(`${short(steps)} steps of 2,097,152 tokens: ${short(steps * perStep)} tokens in all.`)
  await expect
    .poll(() => wordsOf(page, TITLE))
    .toContainEqual(expect.stringContaining('from Tuesday, 1 December at 09:00 to'))
  const words = await wordsOf(page, TITLE)
  expect(words[1]).toContain(`${spanText(seconds)} at 2,200 tokens/s per GPU`)
  expect(words[1]).toContain('to Friday, 4 December at 23:')
  expect(words[2]).toBe(`The run would have max_duration ${steps}ba.`)
  expect(words[3]).toBe('Cosine begins on Tuesday, 1 December at 09:03.')
  // Each rate is that of the step of its moment.
  const found = await rows(page)
  const run = new TrainingRun({ maxDuration: `${steps}ba` })
  const mpt = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
  // One for each hour, and the key steps in their places.
  expect(found.length).toBeGreaterThan(Math.floor(seconds / 3600))
  const hours = found.map(([when]) => when!)
  for (const hour of ['Tuesday, 1 December at 14:00', 'Thursday, 3 December at 03:00', 'Friday, 4 December at 23:00'])
    expect(hours).toContain(hour)
  const begins = found.findIndex(([, what]) => what!.startsWith('cosine begins'))
  expect([found[begins]![0], found[begins + 1]![0]]).toEqual([
    'Tuesday, 1 December at 09:03',
    'Tuesday, 1 December at 10:00',
  ])
  for (const [when, what, step, lr] of found) {
    const batch = Number(step!.replaceAll(',', ''))
    const [rate] = evaluate(mpt, run, { from: batch, count: 1, baseLr: 1.2e-4 })
    expect(Number(lr)).toBe(Number(rate!.toPrecision(5)))
    if (when !== 'Wednesday, 2 December at 09:00' || what !== '') continue
    expect(batch).toBe(Math.floor(86_400 / (seconds / steps)))
  }
  expect(found.map(([when]) => when)).toContain('Wednesday, 2 December at 09:00')
  expect(found.at(-1)!.slice(1, 3)).toEqual(['the last step', short(steps - 1)])
  await partOf(page, TITLE).getByRole('button', { name: 'Take over as max_duration' }).click()
  await settled(page)
  const duration = page.locator('#run').getByRole('textbox', { name: 'max_duration', exact: true })
  expect(await duration.inputValue()).toBe(String(steps))
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual('The run is as long as that.')
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await duration.inputValue()).toBe('63900')
  await page.context().close()
})

test('a run of thousands of hours has a row for each, which come as it is scrolled', async () => {
  const page = await open()
  await field(page, 'Tokens').fill('300B')
  await field(page, 'GPUs').fill('8')
  await field(page, 'Tokens/s per GPU').fill('2k')
  await field(page, 'Start').fill('2026-12-01T09:00')
  const perStep = 1024 * 2048
  const steps = Math.ceil(3e11 / perStep)
  const seconds = (steps * perStep) / 16_000
  const table = partOf(page, TITLE).getByRole('table')
  await expect.poll(async () => Number(await table.getAttribute('aria-rowcount'))).toBeGreaterThan(seconds / 3600)
  await expect.poll(async () => (await rows(page))[24]?.[0]).toMatch(/^Wednesday, 2 December at 0[89]:00$/)
  const sheet = partOf(page, TITLE).getByRole('region', { name: 'The schedule on the calendar' })
  const run = new TrainingRun({ maxDuration: `${steps}ba` })
  const mpt = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
  for (const part of [0.5, 0.1, 1]) {
    await sheet.evaluate((element, to) => {
      element.scrollTop = to * (element.scrollHeight - element.clientHeight)
    }, part)
    // What is in view is there, with the rates of its steps.
    const seen = () =>
      sheet.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        const all = Array.from(element.querySelectorAll('tbody tr')).filter((row) => {
          const box = row.getBoundingClientRect()
          return box.top >= top && box.bottom <= bottom + 1
        })
        return all.map((row) => Array.from(row.children, (cell) => cell.textContent!))
      })
    await expect.poll(async () => (await seen()).length).toBeGreaterThan(2)
    const [, what, step, lr] = (await seen()).at(-1)!
    const batch = Number(step!.replaceAll(',', ''))
    expect(Math.abs(batch / steps - part)).toBeLessThan(0.02)
    expect(Number(lr)).toBe(Number(evaluate(mpt, run, { from: batch, count: 1, baseLr: 1.2e-4 })[0]!.toPrecision(5)))
    if (part === 1) expect(what).toBe('the last step')
  }
  expect((await rows(page)).length).toBeLessThan(1000)
  await page.context().close()
})

test('a speed by MFU, and the length in the unit that stands there', async () => {
  const page = await open()
  const run = page.locator('#run')
  await run.getByLabel('Unit of max_duration').selectOption('tok')
  await expect.poll(() => wordsOf(page, TITLE)).toEqual([expect.stringContaining('t_warmup')])
  await page.getByRole('textbox', { name: 't_warmup', exact: true }).fill('209715200tok')
  await run.getByRole('textbox', { name: 'max_duration', exact: true }).fill('134007000000')
  await settled(page)
  await field(page, 'Tokens').fill('1.5T')
  await field(page, 'GPUs').fill('512')
  await field(page, 'Throughput by').selectOption('mfu')
  await field(page, 'MFU in %').fill('40%')
  const perGpu = (0.4 * 989e12) / (6 * 7e9)
  const speed = Number(perGpu.toPrecision(4)).toLocaleString('en')
  await expect.poll(async () => (await wordsOf(page, TITLE))[1]).toContain(`at ${speed} tokens/s per GPU`)
  const tokens = Math.ceil(1.5e12 / (1024 * 2048)) * 1024 * 2048
  expect((await wordsOf(page, TITLE))[2]).toBe(`The run would have max_duration ${tokens}tok.`)
  expect(await field(page, 'Tokens/s per GPU').isHidden()).toBe(true)
  await page.context().close()
})

test('what is wrong is told at its field, and what the run lacks below', async () => {
  const page = await open()
  const problems = partOf(page, TITLE).locator('.hint.problem')
  await field(page, 'Tokens').fill('many')
  await field(page, 'GPUs').fill('1.5')
  await field(page, 'Start').fill('')
  await expect
    .poll(() => problems.allTextContents())
    .toEqual([
      'A number of tokens is a number above 0; found "many". Write for example 300B.',
      'A number of GPUs is a whole number of at least 1; found "1.5". Write for example 20k.',
      'A start is a date with a time; found none. Write for example 1 December 2026, 09:00.',
    ])
  expect(
    await partOf(page, TITLE)
      .getByRole('button', { name: /^Take over/ })
      .isVisible(),
  ).toBe(false)
  await field(page, 'Tokens').fill('1T')
  await field(page, 'GPUs').fill('8')
  await field(page, 'Start').fill('2026-12-01T09:00')
  await expect.poll(() => problems.allTextContents()).toEqual([])
  await expect.poll(() => wordsOf(page, TITLE)).not.toEqual([])
  await startFrom(page, 'Multi-step at 30, 50 and 90 %')
  await expect
    .poll(() => wordsOf(page, TITLE))
    .toEqual([expect.stringContaining('A budget in tokens needs the samples per batch')])
  await page.context().close()
})
