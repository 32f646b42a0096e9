/**
 * The schedule as code on the page: each tab says what the package exports, or why there is nothing to export; functions
 * are listed by their values, and none runs that is held.
 */
import type { Page } from 'playwright'
import {
  type ComposerScheduler,
  CosineAnnealingWithWarmupScheduler,
  CosineDecayScheduler,
  evaluate,
  LinearScheduler,
  MultiStepScheduler,
  SequenceScheduler,
  TrainingRun,
} from 'scale-schedule'
import { EXPORT_TARGETS, exportSchedule } from 'scale-schedule/frameworks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TARGET_NAMES, TARGETS } from '../../ts/playground/share/targets.js'
import { type Playground, readAt, settled, startFrom, startPlayground, whole } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
const text = (page: Page) => page.locator('#code').textContent()
const reasonOn = (page: Page) => page.locator('#code.reason').textContent()
const preset = 'Halve after ten epochs (a function)'
const code = (page: Page) => page.getByLabel('Code', { exact: true })

async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value)
}

/** What the package exports, or why not. */
function exported(schedulers: ComposerScheduler[], run: TrainingRun, to: string, baseLr: number, name: string) {
  try {
    return exportSchedule(schedulers, run, { to, baseLr, name })
  } catch (error) {
    return (error as Error).message
  }
}

/** Compares every tab with the package. */
async function compareTabs(page: Page, schedulers: ComposerScheduler[], run: TrainingRun, baseLr: number) {
  const name = await page.getByLabel('Name of the schedule').first().inputValue()
  let refused = 0
  for (const target of TARGET_NAMES) {
    await tab(page, TARGETS[target]).click()
    const expected = exported(schedulers, run, target, baseLr, name)
    await expect.poll(() => text(page), { message: target }).toBe(expected)
    const isReason = await page.locator('#code.reason').isVisible()
    refused += isReason ? 1 : 0
    expect(await page.getByRole('button', { name: 'Copy', exact: true }).isDisabled()).toBe(isReason)
    // What is refused is told with its cure.
    if (isReason) expect(expected, target).toMatch(/; found .*\. [A-Z].*\.$/)
  }
  return refused
}

test('the tabs are the targets of exports', async () => {
  expect([...TARGET_NAMES].sort()).toEqual(EXPORT_TARGETS.map(({ name }) => name).sort())
  const page = await playground.open()
  await whole(page)
  const labels = ['TypeScript', 'Composer', 'PyTorch', 'optax', 'llm-foundry YAML', 'JSON']
  labels.push('Keras', 'Transformers', 'timm', 'DeepSpeed', 'Megatron', 'Python')
  expect(await page.getByRole('tab').allTextContents()).toEqual(labels)
  // By the keyboard: one stop, arrows go round, Home and End to the ends.
  await tab(page, 'TypeScript').focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => text(page)).toMatch(/def learning_rate\(step\)/)
  expect(await tab(page, 'Python').getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Home')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('TypeScript')
  await page.keyboard.press('End')
  expect(await page.locator('[role=tab][tabindex="0"]').allTextContents()).toEqual(['Python'])
  await page.context().close()
})

test('a warm cosine is written for every target', async () => {
  const page = await playground.open()
  await settled(page)
  const run = new TrainingRun({ maxDuration: '63900ba', samplesPerBatch: 1024, tokensPerSample: 2048 })
  const cosine = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
  expect(await compareTabs(page, [cosine], run, 1.2e-4)).toBe(0)
  await page.context().close()
})

test('factors, and a tree, are written where the target takes them, and refused in words elsewhere', async () => {
  const page = await playground.open()
  await startFrom(page, 'ResNet-50, two schedulers')
  const options = { maxDuration: '90ep', dataloaderLen: 626, samplesPerBatch: 2048 } as const
  const factors = [
    new CosineAnnealingWithWarmupScheduler({ tWarmup: '8ep' }),
    new MultiStepScheduler({ milestones: ['80ep'], gamma: 0.5 }),
  ]
  expect(await compareTabs(page, factors, new TrainingRun(options), 2)).toBeGreaterThan(3)
  await startFrom(page, 'Empty')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Linear' })
  await page.getByLabel('Put after Linear').selectOption({ label: 'Cosine decay' })
  await settled(page)
  const sequence = new SequenceScheduler({
    schedulers: [new LinearScheduler(), new CosineDecayScheduler()],
    at: ['0.5dur'],
  })
  expect(await compareTabs(page, [sequence], new TrainingRun({ maxDuration: '1000ba' }), 1)).toBeGreaterThan(3)
  await page.context().close()
})

test('a function stays code in TypeScript, is listed by its values elsewhere, or refused in words', async () => {
  const page = await playground.open()
  await startFrom(page, preset)
  await fill(page, { Code: '(state, ssr) => 1 / (1 + state.timestamp.batch / 7)' })
  await page.getByLabel('max_duration', { exact: true }).fill('5000')
  await page.getByLabel('Unit of max_duration').selectOption('ba')
  await settled(page)
  await tab(page, 'TypeScript').click()
  await expect.poll(() => text(page)).toContain('= (state, ssr) => 1 / (1 + state.timestamp.batch / 7)\n')
  const lr = Number(await page.getByLabel('lr', { exact: true }).inputValue())
  const run = new TrainingRun({ maxDuration: '5000ba' })
  const expected = evaluate((state) => 1 / (1 + state.timestamp.batch / 7), run, { baseLr: lr })
  await tab(page, 'Python').click()
  await expect.poll(() => text(page)).toContain('What has no formula in steps is listed')
  const [, list] = /^ALPHAS = \[\n(.*?)\n\]$/ms.exec((await text(page))!)!
  expect(list!.split(',\n').flatMap((line) => line.split(', ').map((alpha) => lr * Number.parseFloat(alpha)))).toEqual(
    Array.from(expected),
  )
  for (const batch of [0, 7, 4_999]) expect((await readAt(page, batch)).lr).toBe(expected[batch])
  for (const name of ['Composer', 'PyTorch', 'optax', 'Keras']) {
    await tab(page, name).click()
    await expect.poll(() => text(page)).toMatch(/is listed, a multiplier\s+(# )?for each batch/)
  }
  for (const name of ['llm-foundry YAML', 'JSON', 'Transformers', 'timm', 'DeepSpeed', 'Megatron']) {
    await tab(page, name).click()
    await expect.poll(() => reasonOn(page)).toMatch(/; found .*\. [A-Z].*\.$/)
  }
  // A list of more than 100,000 is none.
  await page.getByLabel('max_duration', { exact: true }).fill('100001')
  await tab(page, 'PyTorch').click()
  await expect.poll(() => reasonOn(page)).toMatch(/up to 100000 batches; found a run of 100001/)
  await page.context().close()
})

test('what takes a function too long is told in words, and ends nothing', async () => {
  const page = await playground.open()
  await startFrom(page, preset)
  await page.getByLabel('max_duration', { exact: true }).fill('100000')
  await page.getByLabel('Unit of max_duration').selectOption('ba')
  await fill(page, {
    Code: '(state, ssr) => { let sum = 0; for (let i = 0; i < 4000; i++) sum += Math.sin(i + state.timestamp.batch); return sum > 5000 ? 1 : 0.5 }',
  })
  await settled(page)
  await tab(page, 'Composer').click()
  await expect
    .poll(() => reasonOn(page))
    .toBe(
      'A function in JavaScript is listed for Composer, value by value, where that takes at most 2 s; found that its 100000 values take longer. Make it faster, or take the TypeScript.',
    )
  expect(await page.locator('.problem').allTextContents()).toEqual([])
  expect((await readAt(page, 777)).α).toBe(0.5)
  await page.context().close()
})

test('held code is not run for any tab', async () => {
  const page = await playground.open()
  await startFrom(page, preset)
  await code(page).fill('(state, ssr) => { while (true) {} }')
  await page.waitForFunction((before) => location.hash !== before, new URL(page.url()).hash)
  const other = await playground.open(new URL(page.url()).hash)
  await page.context().close()
  await other.waitForSelector('.held')
  await whole(other)
  for (const target of TARGET_NAMES) {
    await tab(other, TARGETS[target]).click()
    await expect.poll(() => reasonOn(other)).toBe('This schedule has code that was not run yet. Run it first.')
  }
  // An endless function would have been ended by now, with a line.
  await other.waitForTimeout(2_500)
  expect(await other.locator('.problem').allTextContents()).toEqual([])
  await other.context().close()
})
