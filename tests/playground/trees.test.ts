/**
 * Trees on the page: drawn and read as the core computes them, shaped by hand and by keyboard, taken along and brought
 * back.
 */
import type { BrowserContextOptions, Page } from 'playwright'
import {
  ClampScheduler,
  CosineDecayScheduler,
  evaluate,
  LinearScheduler,
  MinimumScheduler,
  RepeatScheduler,
  SequenceScheduler,
  StepDecayScheduler,
  TrainingRun,
  WithWarmupScheduler,
} from 'scale-schedule'
import { readConfig } from 'scale-schedule/config'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.js'
import { type Playground, readAt, settled, startFrom, startPlayground } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

/** The outline in short: names, indented by how deep they stand, the chosen one with a star. */
const outline = (page: Page): Promise<string[]> =>
  page.locator('.outline .outline-name').evaluateAll((names) =>
    names.map((name) => {
      const depth = name.closest('[data-path]')!.getAttribute('data-path')!.split('.').length - 1
      const star = name.getAttribute('aria-current') === 'true' ? '*' : ''
      return `${'- '.repeat(depth)}${name.querySelector('.name')!.textContent}${star}`
    }),
  )
const row = (page: Page, path: string) => page.locator(`[data-path="${path}"] > .outline-row > .outline-name`)
const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.querySelector('.name')?.textContent)

async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text)
}

async function code(page: Page, language: string): Promise<string> {
  await page.getByRole('tab', { name: language }).click()
  await settled(page)
  await page.waitForTimeout(500)
  return (await page.locator('#code').textContent())!
}

/** A sequence of a repeated and a clamped scheduler behind a warm-up, shaped step by step. */
async function shaped(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await playground.open('', options)
  await startFrom(page, 'Empty')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Cosine decay' })
  await fill(page, { alpha_f: '0.25' })
  await page.getByLabel('Wrap Cosine decay in').selectOption({ label: 'Repeat' })
  await fill(page, { every: '100ba', decay: '0.5' })
  await page.getByLabel('Put after Repeat').selectOption({ label: 'Step decay' })
  await fill(page, { t_step: '0.5dur', gamma: '0.25' })
  await page.getByLabel('Wrap Step decay in').selectOption({ label: 'Clamp' })
  await fill(page, { low: '0.1', high: '0.75' })
  await row(page, '0').click()
  await fill(page, { at: '400ba' })
  await page.getByLabel('Wrap Sequence in').selectOption({ label: 'With warm-up' })
  await fill(page, { t_warmup: '50.5ba', alpha_w: '0.01' })
  await page.getByLabel('first_step', { exact: true }).selectOption('(t+1)/w')
  await settled(page)
  return page
}

const run = new TrainingRun({ maxDuration: '1000ba' })
const tree = new WithWarmupScheduler({
  tWarmup: '50.5ba',
  alphaW: 0.01,
  firstStep: '(t+1)/w',
  scheduler: new SequenceScheduler({
    schedulers: [
      new RepeatScheduler({ every: '100ba', decay: 0.5, scheduler: new CosineDecayScheduler({ alphaF: 0.25 }) }),
      new ClampScheduler({ low: 0.1, high: 0.75, scheduler: new StepDecayScheduler({ tStep: '0.5dur', gamma: 0.25 }) }),
    ],
    at: ['400ba'],
  }),
})

test('a tree that is shaped by hand reads as the core computes it, and is written in every language', async () => {
  const page = await shaped()
  expect(await outline(page)).toEqual([
    'With warm-up*',
    '- Sequence',
    '- - Repeat',
    '- - - Cosine decay',
    '- - Clamp',
    '- - - Step decay',
  ])
  expect(await page.locator('.problem').allTextContents()).toEqual([])
  const lrs = evaluate(tree, run)
  for (const batch of [0, 7, 50, 51, 149, 151, 333, 449, 450, 451, 452, 800, 999]) {
    expect((await readAt(page, batch)).lr).toBe(lrs[batch])
  }
  const json = readConfig(await code(page, 'JSON'))
  expect(json.schedulers.map((scheduler) => scheduler.toJSON())).toEqual([tree.toJSON()])
  expect(await code(page, 'TypeScript')).toContain(
    "new RepeatScheduler({ scheduler: new CosineDecayScheduler({ alphaF: 0.25 }), every: '100ba', decay: 0.5 })",
  )
  expect(await code(page, 'YAML')).toMatch(/^llm-foundry has four schedulers: .*Train with Composer/)
  // What counts in steps has no half of one.
  expect(await code(page, 'PyTorch')).toContain('# What has no formula in steps is listed')
  await fill(page, { t_warmup: '50' })
  for (const language of ['PyTorch', 'optax', 'Composer', 'JSON']) expect(await code(page, language)).toContain('0.25')
  await page.context().close()
})

test('times within a segment are told on their own clock, and on that of the run', async () => {
  const page = await shaped()
  const since = (path: string) => page.locator(`[data-path="${path}"] > .outline-row .since`).textContent()
  await expect.poll(() => since('0.0')).toBe('from 51')
  expect(await since('0')).toBe('')
  expect(await since('0.0.0')).toBe('from 51')
  expect(await since('0.0.0.0')).toBe('from 51 ↻')
  expect(await since('0.0.1.0')).toBe('from 451')
  const outcome = (label: string) =>
    page.locator('.field', { has: page.getByLabel(label, { exact: true }) }).locator('.outcome')
  await row(page, '0.0.0.0').click()
  await expect.poll(() => outcome('t_max').textContent()).toBe('batch 100 of each cycle, 151 of the run the first time')
  await row(page, '0.0').click()
  await expect.poll(() => outcome('at').textContent()).toBe('batch 400 of its own clock, 451 of the run')
  await row(page, '0.0.1.0').click()
  await expect.poll(() => outcome('t_step').textContent()).toMatch(/^27\d\.\d+ batches$|^27\d batches$/)
  // Times of the run's own clock need no word.
  await row(page, '0').click()
  expect(await outcome('t_warmup').isVisible()).toBe(false)
  await page.context().close()
})

test('a link, a reload and a file bring a tree back', async () => {
  const page = await shaped()
  const lr = (await readAt(page, 333)).lr
  await page.waitForTimeout(500)
  const { hash } = new URL(page.url())
  expect(hash.length).toBeLessThan(500)
  const other = await playground.open(hash)
  await settled(other)
  expect(await outline(other)).toEqual(await outline(page))
  expect((await readAt(other, 333)).lr).toBe(lr)
  await other.context().close()
  const text = await code(page, 'JSON')
  await page.reload()
  await settled(page)
  expect((await readAt(page, 333)).lr).toBe(lr)
  await startFrom(page, 'MPT-7B')
  await page.getByText('Read a configuration').click()
  await page.getByLabel('Configuration of llm-foundry or Composer').fill(text)
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect.poll(() => outline(page)).toHaveLength(6)
  await settled(page)
  expect((await readAt(page, 333)).lr).toBe(lr)
  await page.context().close()
})

test('the outline is all by keyboard: choosing, moving, putting in and taking out, removing', async () => {
  const page = await playground.open()
  await startFrom(page, 'Empty')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Linear' })
  await page.getByLabel('Wrap Linear in').selectOption({ label: 'Minimum' })
  expect(await focusedName(page)).toBe('Minimum')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Multi-step' })
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Cosine decay' })
  expect(await outline(page)).toEqual(['Minimum', '- Linear', 'Multi-step', 'Cosine decay*'])
  await row(page, '2').focus()
  const press = async (key: string, expected: string[]) => {
    await page.keyboard.press(key)
    expect(await outline(page)).toEqual(expected)
    expect(await focusedName(page)).toBe(expected.find((name) => name.endsWith('*'))!.replace(/^[- ]*|\*$/g, ''))
  }
  await press('ArrowUp', ['Minimum', '- Linear', 'Multi-step*', 'Cosine decay'])
  await press('Alt+ArrowRight', ['Minimum', '- Linear', '- Multi-step*', 'Cosine decay'])
  await press('Alt+ArrowUp', ['Minimum', '- Multi-step*', '- Linear', 'Cosine decay'])
  await press('ArrowLeft', ['Minimum*', '- Multi-step', '- Linear', 'Cosine decay'])
  await press('Alt+ArrowDown', ['Cosine decay', 'Minimum*', '- Multi-step', '- Linear'])
  await press('ArrowRight', ['Cosine decay', 'Minimum', '- Multi-step*', '- Linear'])
  await press('Alt+ArrowLeft', ['Cosine decay', 'Minimum', '- Linear', 'Multi-step*'])
  await press('Home', ['Cosine decay*', 'Minimum', '- Linear', 'Multi-step'])
  await press('Delete', ['Minimum*', '- Linear', 'Multi-step'])
  await press('End', ['Minimum', '- Linear', 'Multi-step*'])
  await settled(page)
  const milestones = new LinearScheduler({ alphaI: 1 })
  expect((await readAt(page, 250)).lr).toBe(
    evaluate(new MinimumScheduler({ schedulers: [milestones] }), run, { from: 250, count: 1 })[0],
  )
  // One of all rows is a stop; from it Tab goes to what can be done with it, and Enter to its options.
  await row(page, '1').focus()
  expect(await page.locator('.outline-name[tabindex="0"]').count()).toBe(1)
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.closest('.factor') !== null)).toBe(true)
  await row(page, '1').focus()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move Multi-step up')
  await page.context().close()
})

test('a part leaves and comes back: unwrap, take out, put into, the clock of the sequence', async () => {
  const page = await playground.open()
  await startFrom(page, 'Empty')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Linear' })
  await page.getByLabel('Put after Linear').selectOption({ label: 'Linear' })
  await settled(page)
  const at = (clock: 'inner' | 'outer') =>
    evaluate(
      new SequenceScheduler({
        schedulers: [new LinearScheduler(), { scheduler: new LinearScheduler(), clock }],
        at: ['0.5dur'],
      }),
      run,
      { from: 750, count: 1 },
    )[0]
  expect((await readAt(page, 750)).lr).toBe(at('inner'))
  await page.getByLabel('on the clock of the sequence').check()
  await settled(page)
  expect((await readAt(page, 750)).lr).toBe(at('outer'))
  expect(at('outer')).not.toBe(at('inner'))
  await page.getByRole('button', { name: 'Take out Linear' }).click()
  expect(await outline(page)).toEqual(['Sequence', '- Linear', 'Linear*'])
  await page.getByRole('button', { name: 'Put into previous: Linear' }).click()
  expect(await outline(page)).toEqual(['Sequence', '- Linear', '- Linear*'])
  await page.getByRole('button', { name: 'Remove Linear' }).last().click()
  await row(page, '0').click()
  await page.getByRole('button', { name: 'Unwrap Sequence' }).click()
  expect(await outline(page)).toEqual(['Linear*'])
  await page.context().close()
})

test('a mistake in a tree stands at its field, or at the row of a scheduler that is not chosen', async () => {
  const page = await shaped()
  await row(page, '0.0.1.0').click()
  await fill(page, { t_step: '0dur' })
  const hint = page.locator(`#${await page.getByLabel('t_step', { exact: true }).getAttribute('aria-describedby')}`)
  await expect.poll(() => hint.textContent()).toMatch(/^t_step must not be 0/)
  await row(page, '0.0.0').click()
  await expect
    .poll(() => page.locator('[data-path="0.0.1.0"] > .row-problem').textContent())
    .toMatch(/^t_step must not be 0/)
  expect(await page.locator('.problem').count()).toBe(1)
  await row(page, '0.0.1.0').click()
  await fill(page, { t_step: '0.5dur' })
  await row(page, '0.0.1').click()
  await fill(page, { low: '0.9' })
  await expect
    .poll(() => page.locator('.problem').allTextContents())
    .toEqual([expect.stringMatching(/^low must be at most high, 0\.75/)])
  await fill(page, { low: 'none' })
  await expect
    .poll(() => page.locator('.problem').allTextContents())
    .toEqual([expect.stringMatching(/^low must be a finite number; found "none"/)])
  await fill(page, { low: '' })
  await settled(page)
  expect(await page.locator('.problem').allTextContents()).toEqual([])
  await page.context().close()
})

test('a function may stand anywhere in a tree, with the clock of its part, and is held with it', async () => {
  const page = await playground.open()
  await startFrom(page, 'Empty')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Linear' })
  await page.getByLabel('Put after Linear').selectOption({ label: 'Custom function' })
  await page
    .getByLabel('Code', { exact: true })
    .fill('(() => { const half = 0.5; return (state, ssr) => half ** state.timestamp.batch })()')
  await settled(page)
  expect((await readAt(page, 499)).lr).toBe(
    evaluate(new LinearScheduler({ tMax: '500ba' }), run, { from: 499, count: 1 })[0],
  )
  expect((await readAt(page, 503)).lr).toBe(0.125)
  // The code as it was typed, with all that it closes over.
  expect(await code(page, 'TypeScript')).toContain('const half = 0.5')
  const { hash } = new URL(page.url())
  const other = await playground.open(hash)
  await other.waitForSelector('#note:not(:empty)')
  expect(await other.locator('#note').textContent()).toMatch(/runs after a click/)
  await row(other, '0.1').click()
  await other.getByRole('button', { name: 'Run this code' }).click()
  await settled(other)
  expect((await readAt(other, 503)).lr).toBe(0.125)
  await other.context().close()
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => "much"')
  await expect
    .poll(() => page.locator('.factor .field:has(.code) .hint').textContent())
    .toMatch(/returns a number that is not NaN.*found "much"/)
  await page.context().close()
})

test.each<[string, BrowserContextOptions]>([
  ['in light', { colorScheme: 'light' }],
  ['in dark', { colorScheme: 'dark' }],
  ['at 360 pixels', { viewport: { width: 360, height: 740 } }],
])('axe finds nothing in a tree, with and without a mistake, and nothing is wider: %s', async (_, options) => {
  // The page's policy would forbid axe, which is not part of it.
  const page = await shaped({ ...options, bypassCSP: true })
  await row(page, '0.0.1.0').click()
  expect(await violations(page)).toEqual([])
  await fill(page, { t_step: '0dur' })
  await row(page, '0.0').click()
  await page.waitForSelector('.row-problem.problem')
  expect(await violations(page)).toEqual([])
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(width).toBe(0)
  await page.context().close()
})
