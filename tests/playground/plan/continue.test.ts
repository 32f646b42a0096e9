/**
 * Going on from a step: the jump that a new end makes there, and continuations that make none, against the package.
 */
import type { Page } from 'playwright'
import {
  CosineAnnealingWithWarmupScheduler,
  createScheduler,
  evaluate,
  extendRun,
  resumeCheck,
  TrainingRun,
} from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Playground, readAt, settled, startFrom, startPlayground } from '../page.js'
import { openPart, partOf, wordsOf } from './panel.js'

const TITLE = 'Extend or resume'
let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const open = (options = {}) => openPart(playground, TITLE, '', options)
const field = (page: Page, name: string) => partOf(page, TITLE).getByRole('textbox', { name, exact: true })
const ways = (page: Page) => partOf(page, TITLE).locator('.ways strong').allTextContents()
const names = (page: Page) =>
  page.locator('.schedules input[type=text]').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))

const MPT = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
const COUNTS = { samplesPerBatch: 1024, tokensPerSample: 2048 }
const OLD = new TrainingRun({ maxDuration: '63900ba', ...COUNTS })

test('the jump and the step where the two part are those of the package', async () => {
  const page = await open()
  // Where the cursor stands, and half as long again, until something else is typed.
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual(expect.stringContaining('At step 31,950 MPT-7B has'))
  expect(await field(page, 'New max_duration').inputValue()).toBe('95850')
  await field(page, 'Here, at step').fill('20k')
  await field(page, 'New max_duration').fill('127800')
  const next = new TrainingRun({ maxDuration: '127800ba', ...COUNTS })
  const rate = (run: TrainingRun, batch: number) => evaluate(MPT, run, { from: batch, count: 1, baseLr: 1.2e-4 })[0]!
  const [before, after] = [rate(OLD, 20_000), rate(next, 20_000)]
  const short = (value: number) => Number(value.toPrecision(5)).toExponential().replace('e+', 'e')
  const jump = Number(((100 * (after - before)) / before).toPrecision(3))
  await expect
    .poll(() => wordsOf(page, TITLE))
    .toContainEqual(
      `At step 20,000 MPT-7B has ${short(before)}, the same schedule to 127800ba has ${short(after)}: a jump of +${short(after - before)} (+${jump} %).`,
    )
  const parting = resumeCheck(MPT, OLD, next, { baseLr: 1.2e-4 })!
  expect(parting.batch).toBe(extendRun(MPT, OLD, '127800ba').parting!.batch)
  expect((await wordsOf(page, TITLE))[1]).toContain(
    `The first step that differs is ${parting.batch.toLocaleString('en')}:`,
  )
  await page.context().close()
})

test('each way without a jump goes on the chart beside the plan, and is the plan up to the step', async () => {
  const page = await open()
  await field(page, 'Here, at step').fill('20000')
  await expect
    .poll(() => ways(page))
    .toEqual([
      'Hold the rate',
      'Hold the rate, then let it fall',
      'Let it fall from here',
      'Finish as planned, then stay',
    ])
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual(expect.stringContaining('At step 20,000'))
  for (const name of await ways(page)) {
    await partOf(page, TITLE)
      .getByRole('button', { name: `Put on the chart: ${name}`, exact: true })
      .click()
  }
  await settled(page)
  expect(await names(page)).toEqual([
    'MPT-7B',
    'MPT-7B, hold the rate (20,000)',
    'MPT-7B, hold the rate, then let it fall (20,000)',
    'MPT-7B, let it fall from here (20,000)',
    'MPT-7B, finish as planned, then stay (20,000)',
  ])
  // The old plan is still the one that is edited.
  expect(await page.locator('.schedules li.active input[type=text]').inputValue()).toBe('MPT-7B')
  const at = (batch: number) => evaluate(MPT, OLD, { from: batch, count: 1, baseLr: 1.2e-4 })[0]!
  const wanted: Record<string, readonly (readonly [number, number])[]> = {
    'MPT-7B, hold the rate (20,000)': [
      [19_999, at(19_999)],
      [20_000, at(20_000)],
      [95_849, at(20_000)],
    ],
    'MPT-7B, let it fall from here (20,000)': [
      [10, at(10)],
      [20_000, at(20_000)],
      [20_000 + 75_850 / 2, (at(20_000) + at(63_899)) / 2],
    ],
    'MPT-7B, finish as planned, then stay (20,000)': [
      [63_899, at(63_899)],
      [90_000, at(63_899)],
    ],
  }
  for (const [name, points] of Object.entries(wanted)) {
    await page.getByRole('button', { name: `Edit ${name}`, exact: true }).click()
    await settled(page)
    for (const [batch, lr] of points) {
      const { lr: read } = await readAt(page, batch)
      expect(Math.abs(Number(read) - lr) / lr, `${name} at ${batch}`).toBeLessThan(1e-9)
    }
  }
  await page.context().close()
})

test('a ratio and parts of the run are written out, so that they stay what they were', async () => {
  const page = await open()
  await startFrom(page, 'ResNet-50, two schedulers')
  await page.getByLabel('Scale schedule ratio', { exact: false }).first().fill('0.5')
  await settled(page)
  await field(page, 'Here, at step').fill('20000')
  await expect.poll(() => ways(page)).toContain('Hold the rate')
  await partOf(page, TITLE).getByRole('button', { name: 'Put on the chart: Hold the rate', exact: true }).click()
  await settled(page)
  await page
    .getByRole('button', { name: /^Edit ResNet/ })
    .last()
    .click()
  await settled(page)
  const run = new TrainingRun({ maxDuration: '90ep', dataloaderLen: 626, scaleScheduleRatio: 0.5 })
  const factors = [
    createScheduler('CosineAnnealingWithWarmupScheduler', { tWarmup: '8ep' }),
    createScheduler('MultiStepScheduler', { milestones: ['80ep'], gamma: 0.5 }),
  ]
  for (const batch of [100, 5000, 19_999]) {
    const { lr } = await readAt(page, batch)
    const wanted = evaluate(factors, run, { from: batch, count: 1, baseLr: 2 })[0]!
    expect(Math.abs(Number(lr) - wanted), String(batch)).toBeLessThan(1e-9)
  }
  await page.context().close()
})

test('a plan that has no jump says so, and another schedule may be the new plan', async () => {
  const page = await open()
  await page.locator('.schedules').waitFor()
  await page.getByRole('button', { name: 'Save a copy' }).click()
  await settled(page)
  await page.getByRole('textbox', { name: 'alpha_f', exact: true }).fill('0.2')
  await settled(page)
  await page.getByRole('button', { name: 'Edit MPT-7B', exact: true }).click()
  await partOf(page, TITLE).getByLabel('New plan').selectOption({ label: 'MPT-7B 2' })
  await field(page, 'Here, at step').fill('100')
  // At the end of the warm-up the two are still the same.
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual(expect.stringContaining('MPT-7B 2 has 1.2e-4: no jump.'))
  expect((await wordsOf(page, TITLE))[1]).toContain('The first step that differs is 101:')
  expect(await ways(page)).toContain('Go on as it is')
  expect(await field(page, 'New max_duration').isHidden()).toBe(true)
  await page.context().close()
})

test('what is wrong is told at its field', async () => {
  const page = await open()
  await field(page, 'Here, at step').fill('70000')
  const problem = partOf(page, TITLE).locator('.hint.problem')
  await expect
    .poll(() => problem.allTextContents())
    .toEqual([
      'The step to go on from is at most 63,900, the end of the old plan; found 70,000. Write a smaller one, or a later end.',
    ])
  expect(await field(page, 'Here, at step').getAttribute('aria-invalid')).toBe('true')
  await field(page, 'Here, at step').fill('soon')
  await expect
    .poll(() => problem.allTextContents())
    .toEqual(['A step is a whole number of at least 0; found "soon". Write for example 20k.'])
  await field(page, 'Here, at step').fill('63900')
  await field(page, 'New max_duration').fill('x')
  await expect.poll(() => problem.allTextContents()).toEqual([expect.stringContaining('xba')])
  expect(await field(page, 'New max_duration').getAttribute('aria-invalid')).toBe('true')
  await field(page, 'New max_duration').fill('100000')
  await expect.poll(() => problem.allTextContents()).toEqual([])
  await expect
    .poll(() => wordsOf(page, TITLE))
    .toContainEqual(expect.stringContaining('At step 63,900 MPT-7B ended with'))
  await page.context().close()
})

test('a function is asked in its sandbox', async () => {
  const page = await open()
  await startFrom(page, 'Halve after ten epochs (a function)')
  await field(page, 'Here, at step').fill('1500')
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual(expect.stringContaining('has 0.05: no jump.'))
  expect(await ways(page)).toContain('Go on as it is')
  expect(await ways(page)).toContain('Hold the rate')
  await page.context().close()
})

test('by the keyboard alone', async () => {
  const page = await playground.open()
  await settled(page)
  await page.waitForSelector('html[data-whole=true]', { state: 'attached' })
  await partOf(page, TITLE).locator('summary').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('30000')
  await expect.poll(() => ways(page)).toContain('Hold the rate')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  for (let i = 0; i < 8 && (await focused()) !== 'Put on the chart: Hold the rate'; i++)
    await page.keyboard.press('Tab')
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual(expect.stringContaining('At step 30,000'))
  await page.keyboard.press('Enter')
  await expect.poll(() => names(page)).toEqual(['MPT-7B', 'MPT-7B, hold the rate (30,000)'])
  expect(await focused()).toBe('Put on the chart: Hold the rate')
  // It is one step of undo.
  await page.keyboard.press('Control+z')
  await expect.poll(() => names(page)).toEqual(['MPT-7B'])
  await page.context().close()
})
