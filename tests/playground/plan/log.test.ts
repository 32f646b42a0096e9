/**
 * A log over the plan: its points on the chart, the cause in words, and the schedules that it may be, against the package.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright'
import { CosineAnnealingWithWarmupScheduler, evaluate, TrainingRun } from 'scale-schedule'
import { matchLog } from 'scale-schedule/match'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../helpers/examples.js'
import { type Playground, readAt, settled, startFrom, startPlayground } from '../page.js'
import { openPart, partOf, wordsOf } from './panel.js'

const TITLE = 'Log'
let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const open = (options = {}) => openPart(playground, TITLE, '', options)
const area = (page: Page) => partOf(page, TITLE).getByLabel('Log of training')
const schedules = (page: Page) => partOf(page, TITLE).locator('.ways li p:first-child').allTextContents()
const problems = (page: Page) => partOf(page, TITLE).locator('.hint.problem').allTextContents()

async function paste(page: Page, text: string): Promise<void> {
  await area(page).fill(text)
  await partOf(page, TITLE).getByRole('button', { name: 'Read the log' }).click()
  await page.waitForFunction(
    () => document.querySelector('details.plan-part[open]:has(textarea)')?.getAttribute('data-ready') === 'true',
  )
}

const MPT = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
const RUN = new TrainingRun({ maxDuration: '63900ba', samplesPerBatch: 1024, tokensPerSample: 2048 })
const rates = evaluate(MPT, RUN, { from: 0, count: 63_900, baseLr: 1.2e-4 })

/** A log of every thousandth step, of which the rate is that of a shifted one. */
const logOf = (shift: number) =>
  Array.from({ length: 63 }, (_, index) => {
    const step = 10 + index * 1000
    return JSON.stringify({ step, lr: rates[step + shift] })
  }).join('\n')

/** Whether the canvas has ink of the text's colour around where a batch and a rate stand. */
function inkAt(page: Page, batch: number, lr: number): Promise<boolean> {
  return page.evaluate(
    async ([batch, lr]) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas')!
      const over = document.querySelector<HTMLElement>('.chart-over')!
      const ratio = canvas.width / canvas.clientWidth
      const x = (over.offsetLeft + (batch! / 63_900) * over.offsetWidth) * ratio
      const y = (over.offsetTop + (1 - lr! / 1.2e-4) * over.offsetHeight) * ratio
      const data = canvas.getContext('2d')!.getImageData(Math.round(x) - 12, Math.round(y) - 30, 24, 60).data
      for (let i = 0; i < data.length; i += 4)
        if (data[i]! < 60 && data[i + 1]! < 60 && data[i + 2]! < 70 && data[i + 3]! > 200) return true
      return false
    },
    [batch, lr] as const,
  )
}

test('a log that is as planned says so, and its points lie over the curve until they are taken off', async () => {
  const page = await open({ colorScheme: 'light' })
  const [batch, lr] = [30_010, rates[30_010]!]
  expect(await inkAt(page, batch, lr)).toBe(false)
  await paste(page, logOf(0))
  expect(await wordsOf(page, TITLE)).toEqual([
    'pasted text: 63 rows of lr, read as ndjson.',
    'Every rate is as MPT-7B plans it.',
  ])
  await expect.poll(() => inkAt(page, batch, lr)).toBe(true)
  // Nothing of it is in the link.
  expect(page.url()).not.toContain('log')
  await partOf(page, TITLE).getByRole('button', { name: 'Take it off the chart' }).click()
  await expect.poll(() => inkAt(page, batch, lr)).toBe(false)
  expect(await wordsOf(page, TITLE)).toEqual([])
  await page.context().close()
})

test('a log that is one step late is told with its first row, and held against each edit', async () => {
  const page = await open()
  await paste(page, logOf(-1))
  const answer = matchLog(logOf(-1), { plan: { scheduler: MPT, run: RUN, baseLr: 1.2e-4 } })
  expect(answer.cause).toBe('one-step-late')
  const words = await wordsOf(page, TITLE)
  expect(words[1]).toBe('It differs from MPT-7B. One step late: each update ran with the rate of the one before.')
  expect(words[2]).toContain(`The first row that differs is of step ${answer.firstStep}:`)
  expect(await schedules(page)).toEqual([
    expect.stringMatching(/^the plan, 1 step late: f\(s − 1\); (exactly|to the last digits|within )/),
  ])
  await page.getByRole('textbox', { name: 'lr', exact: true }).fill('2.4e-4')
  await settled(page)
  await expect.poll(() => wordsOf(page, TITLE)).not.toEqual(words)
  await page.context().close()
})

test('a cause is told once, in words, and a difference of rounding as none', async () => {
  const page = await open()
  await page.getByLabel('Scale schedule ratio', { exact: false }).first().fill('0.5')
  await settled(page)
  await paste(page, logOf(0))
  const words = (await wordsOf(page, TITLE)).join()
  expect(words).toContain('It was trained with another scale schedule ratio.')
  const [first] = await schedules(page)
  expect(first).toMatch(/^the plan, with a scale schedule ratio of 1; (exactly|to the last digits)/)
  await page.context().close()
})

test('a log without a plan that fits gives its schedule, which goes on the chart', async () => {
  const page = await open()
  const file = path.join(ROOT, 'examples/run/metrics.csv')
  const [only] = matchLog(readFileSync(file, 'utf8'), { file: 'metrics.csv' }).schedules
  await partOf(page, TITLE).getByLabel('A log file').setInputFiles(file)
  await expect.poll(() => schedules(page)).toEqual([expect.stringContaining(only!.name)])
  const words = await wordsOf(page, TITLE)
  expect(words[0]).toMatch(/^metrics\.csv: 20 rows of lr-AdamW, read as csv/)
  expect(words).toContain('It differs from MPT-7B.')
  expect(words.join()).toContain('no single cause explains')
  expect(words.at(-1)).toBe('The schedule that it shows:')
  await partOf(page, TITLE)
    .getByRole('button', { name: /^Put on the chart/ })
    .click()
  await page.getByRole('button', { name: /^Edit metrics/ }).click()
  await settled(page)
  for (const [step, lr] of [
    [50, 0.0005],
    [500, 0.001],
    [900, 0.0005],
  ] as const) {
    expect(Math.abs(Number((await readAt(page, step)).lr) - lr), String(step)).toBeLessThan(1e-9)
  }
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual(expect.stringMatching(/^Every rate is as metrics/))
  await page.context().close()
})

/** Drops a file on an element, as the browser does. */
const drop = (page: Page, selector: string, name: string, text: string) =>
  page.evaluate(
    ([selector, name, text]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([text!], name!))
      const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
      document.querySelector(selector!)!.dispatchEvent(event)
    },
    [selector, name, text] as const,
  )

test('a log may be dropped anywhere, a configuration still goes where it went', async () => {
  const page = await playground.open()
  await settled(page)
  await page.waitForSelector('html[data-whole=true]', { state: 'attached' })
  await drop(
    page,
    '#chart',
    'metrics.csv',
    `step,lr\n${Array.from({ length: 30 }, (_, i) => `${i},0.001`).join('\n')}\n`,
  )
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual(expect.stringContaining('metrics.csv: 30 rows of lr'))
  await drop(page, '#chart', 'run.yaml', 'max_duration: 500ba\nscheduler:\n  name: linear\noptimizer:\n  lr: 0.5\n')
  await settled(page)
  await expect.poll(() => page.locator('.schedules li.active input[type=text]').inputValue()).toBe('run')
  // Of another name it is a log where it is dropped on the part.
  await drop(
    page,
    'details.plan-part[open] textarea',
    'progress.json',
    readFileSync(path.join(ROOT, 'examples/run/trainer_state.json'), 'utf8'),
  )
  await expect
    .poll(() => wordsOf(page, TITLE))
    .toContainEqual(expect.stringContaining('progress.json: 25 rows of learning_rate'))
  await page.context().close()
})

test('what is no log, what is too large, and what has two rates', async () => {
  const page = await open()
  await paste(page, 'nothing of the kind')
  expect(await problems(page)).toEqual([expect.stringContaining('A log is one of:')])
  await paste(page, ' ')
  expect(await problems(page)).toEqual([expect.stringContaining('found nothing')])
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([new Uint8Array(17 * 2 ** 20)], 'train.log'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await expect
    .poll(() => problems(page))
    .toEqual([expect.stringContaining('A log has at most 16 MB here; found 17 MB.')])
  const two = Array.from({ length: 20 }, (_, i) => `${i},${0.001 * (i + 1)},0.5`).join('\n')
  await paste(page, `step,lr-AdamW/pg1,lr-AdamW/pg2\n${two}\n`)
  expect(await problems(page)).toEqual([expect.stringContaining('Choose one with Column.')])
  await partOf(page, TITLE).getByRole('textbox', { name: 'Column' }).fill('pg2')
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual(expect.stringContaining('rows of lr-AdamW/pg2'))
  expect(await problems(page)).toEqual([])
  await startFrom(page, 'Halve after ten epochs (a function)')
  await expect
    .poll(() => wordsOf(page, TITLE))
    .toContainEqual(expect.stringContaining('A schedule with code is held against no log'))
  await page.context().close()
})
