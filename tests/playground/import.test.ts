/**
 * What other libraries are given, on the page: the rates that are read, what has to be said beside a text, what stays told,
 * and what is refused.
 */
import type { Page } from 'playwright'
import { evaluate, SchedulerError } from 'scale-schedule'
import { detect, type ImportOptions, importSchedule } from 'scale-schedule/frameworks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { epochBatches, type SourceRow, sourceRows } from '../golden2/sources.js'
import { violations } from './axe.js'
import { keepLatest, type Playground, readAt, settled, startFrom, startPlayground, whole } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const area = (page: Page) => page.getByLabel('Configuration of llm-foundry or Composer')
const told = (page: Page) => page.getByRole('region', { name: 'What was read' })
const read = (page: Page) => page.getByRole('button', { name: 'Read', exact: true })
const title = (page: Page) => page.locator('.schedules .active').getByLabel('Name of the schedule').inputValue()
const problem = async (page: Page) =>
  (await page.locator(`#${await area(page).getAttribute('aria-describedby')}.problem`).allTextContents()).join()

async function opened(options = {}): Promise<Page> {
  const page = await playground.open('', options)
  await whole(page)
  await page.getByText('Read a configuration').click()
  return page
}

/** Waits until what was asked for is read. */
const answered = (page: Page) => page.locator('details[aria-busy]').waitFor({ state: 'detached' })

/** Pastes a text and reads it. */
async function paste(page: Page, text: string): Promise<void> {
  await area(page).fill(text)
  await read(page).click()
  await answered(page)
}

type Lacked = 'total' | 'baseLr' | 'epochBatches'
const LABELS: Readonly<Record<Lacked, string>> = {
  total: 'total steps',
  baseLr: 'lr of the optimizer',
  epochBatches: 'batches in an epoch',
}

/** Reads what is in the area as the package does, with what that asks for beside it, and compares rates at some batches. */
async function compare(page: Page, options: ImportOptions, known: Partial<Record<Lacked, number>>): Promise<void> {
  const given: Partial<Record<Lacked, number>> = {}
  for (;;) {
    try {
      const { scheduler, run, baseLr, assumed, unmatched } = importSchedule({ ...options, ...given })
      await expect.poll(() => told(page).textContent(), { message: JSON.stringify(options) }).toContain(options.library)
      await settled(page)
      const { batches } = run
      for (const from of new Set([0, Math.floor(batches / 7), Math.floor(batches / 2), batches - 1])) {
        const [lr] = evaluate(scheduler, run, { from, count: 1, baseLr })
        expect((await readAt(page, from)).lr, `${JSON.stringify(options)} at ${from}`).toBe(lr)
      }
      const lines = await told(page).locator('li').allTextContents()
      expect(lines.filter((line) => line.startsWith('Assumed: '))).toHaveLength(assumed.length)
      expect(lines.filter((line) => line.startsWith('Not matched: '))).toHaveLength(unmatched.length)
      return
    } catch (error) {
      const { option } = SchedulerError.is(error, 'missing-option') ? error.details : { option: '' }
      const lacked = option as Lacked
      if (known[lacked] === undefined || given[lacked] !== undefined) throw error
      given[lacked] = known[lacked]
      await expect.poll(() => problem(page)).toContain(`needs ${LABELS[lacked]}; found none`)
      await page.getByLabel(LABELS[lacked]).fill(String(known[lacked]))
      await page.keyboard.press('Enter')
      await answered(page)
    }
  }
}

/** What a row calls its schedule. */
const kindOf = ({ source }: SourceRow): string => {
  const { class: name, fn, config, flags } = source as Readonly<Record<string, unknown>>
  const config_ = config as { scheduler?: { type?: string } } | undefined
  return String(
    name ?? fn ?? config_?.scheduler?.type ?? (flags as Record<string, unknown> | undefined)?.['--lr-scheduler'],
  )
}

/** Some rows of each library, of which each has a schedule of another kind. */
function rowsOf(library: string, most: number): SourceRow[] {
  const rows = ROWS.filter((row) => row.library === library && row.error === undefined && row.schedule !== null)
  const kinds = new Map([...rows].reverse().map((row) => [kindOf(row), row]))
  return [...kinds.values()].reverse().slice(0, most)
}

const ROWS = sourceRows()
const LIBRARIES = [...new Set(ROWS.map((row) => row.library))]
const MOST = Number(process.env.IMPORTED_ROWS ?? 3)

test.each(LIBRARIES)('schedules of %s have the rates that the package reads', async (library) => {
  const page = await opened()
  const rows = rowsOf(library, MOST)
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    await paste(page, JSON.stringify({ library, source: row.source }))
    const known = { total: row.total ?? 100, baseLr: row.base_lr, epochBatches: epochBatches(row) ?? 1 }
    await compare(page, { library, source: row.source }, known)
    // Of two with one name the second has a number.
    expect((await title(page)).replace(/ \d+$/, '')).toBe(library)
    await keepLatest(page)
  }
  await page.context().close()
})

describe('the text as libraries have it', () => {
  const TITAN =
    '[optimizer]\nlr = 8e-4\n[lr_scheduler]\nwarmup_steps = 4 # of 10\ndecay_ratio = 0.5\n[training]\nsteps = 10'
  const state = { base_lrs: [0.1], last_epoch: 0 }
  const sequence = {
    ...state,
    _milestones: [4],
    _schedulers: [
      { ...state, start_factor: 0.5, end_factor: 1, total_iters: 4 },
      { ...state, step_size: 2, gamma: 0.5 },
    ],
  }
  test.each<[string, string, Partial<Record<Lacked, number>>?]>([
    [
      'TrainingArguments as JSON',
      '{"lr_scheduler_type": "cosine", "learning_rate": 0.1, "warmup_ratio": 0.1, "max_steps": 110}',
    ],
    ['a command of transformers', 'python run_clm.py --learning_rate 0.1 --lr_scheduler_type=linear --max_steps 90'],
    [
      'ds_config.json',
      '{"optimizer": {"params": {"lr": 0.1}}, "scheduler": {"type": "WarmupDecayLR", "params": {"warmup_num_steps": 4, "total_num_steps": 40}}}',
    ],
    [
      'a keras schedule',
      '{"module": "keras.optimizers.schedules", "class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5}}',
    ],
    [
      'a Megatron command',
      'pretrain_gpt.py --lr 0.1 --train-iters 100 \\\n --lr-warmup-fraction .1 --lr-decay-style cosine --global-batch-size 8',
    ],
    ['a timm command', 'train.py data --sched cosine --epochs 10 --lr 0.1 --warmup-epochs 2 --min-lr 0'],
    ["torchtitan's TOML", TITAN],
    [
      "nanoGPT's variables",
      "out_dir = 'out'\nlearning_rate = 1e-3\nwarmup_iters = 4\nlr_decay_iters = 100\nmin_lr = 1e-4\nmax_iters = 100",
    ],
    ["OpenNMT-py's YAML", 'decay_method: rsqrt\nlearning_rate: 0.4\nwarmup_steps: 16', { total: 400 }],
    [
      'a fairseq configuration',
      'optimization: {lr: [0.1], max_update: 100}\nlr_scheduler: {_name: polynomial_decay, warmup_updates: 10, total_num_update: 100}',
    ],
    ["a torch scheduler's state", JSON.stringify(sequence)],
    [
      'a schedule of optax',
      '{"fn": "optax.warmup_cosine_decay_schedule", "kwargs": {"init_value": 0, "peak_value": 0.1, "warmup_steps": 10, "decay_steps": 100}}',
    ],
  ])('%s', async (_, text, known = {}) => {
    const page = await opened()
    const { library, source } = await detect(text)
    await paste(page, text)
    await compare(page, { library: library!, source }, known)
    await page.context().close()
  })
})

test('a configuration of llm-foundry stays one, whatever else its text could be', async () => {
  const page = await opened()
  await paste(
    page,
    'max_duration: 100ba\nrun_name: own\nlearning_rate: 0.5\nscheduler: {name: linear_decay_with_warmup, t_warmup: 10ba}',
  )
  expect(await title(page)).toBe('own')
  expect(await told(page).textContent()).toBe('Read pasted text; all of it is shown.')
  // What names its class beside a length is what the class takes.
  const source = { class: 'llmfoundry.optim.InverseSquareRootWithWarmupScheduler', max_duration: '300ba' }
  const kwargs = { t_warmup: '20ba', t_scale: '10ba', t_cooldown: '100ba' }
  await paste(page, JSON.stringify({ ...source, kwargs }))
  await compare(page, { library: 'llm-foundry', source: { ...source, kwargs } }, { baseLr: 1 })
  await page.context().close()
})

test('whose a text is can be chosen, and a length that it lacks filled in, by the keyboard alone', async () => {
  const page = await opened({ bypassCSP: true })
  await area(page).fill('learning_rate: 0.1\nwarmup_steps: 10')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const whose = page.getByLabel('Whose it is')
  await expect.poll(() => problem(page)).toMatch(/found keys of transformers or OpenNMT-py\. Choose one of them below/)
  expect(await whose.locator('option').allTextContents()).toEqual(['Choose…', 'transformers', 'OpenNMT-py'])
  expect(await whose.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const total = page.getByLabel('total steps')
  await expect.poll(() => total.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await violations(page)).toEqual([])
  for (const [text, message] of [
    ['many', /total steps must be a finite number; found "many"/],
    ['1.5', /total steps must be an integer of at least 0/],
  ] as const) {
    await total.fill(text)
    await page.keyboard.press('Enter')
    await expect.poll(() => problem(page)).toMatch(message)
    expect(await told(page).isVisible()).toBe(false)
  }
  await total.fill('1000')
  await page.keyboard.press('Enter')
  const source = { learning_rate: 0.1, warmup_steps: 10 }
  await compare(page, { library: 'transformers', source, total: 1000 }, {})
  expect(await problem(page)).toBe('')
  // The other library, by the mouse: it needs no length of this one.
  await whose.selectOption('OpenNMT-py')
  await expect.poll(() => told(page).textContent()).toContain('OpenNMT-py')
  expect(await violations(page)).toEqual([])
  // Of another text nothing is known.
  await area(page).fill('x')
  expect(await whose.isVisible()).toBe(false)
  await page.context().close()
})

test('what was assumed, not matched and left out stays in a list', async () => {
  const page = await opened({ viewport: { width: 360, height: 740 }, bypassCSP: true })
  const source = {
    class: 'torch.optim.lr_scheduler.OneCycleLR',
    kwargs: { max_lr: 0.1, total_steps: 1000, last_epoch: 5 },
  }
  await paste(page, JSON.stringify(source))
  const { assumed, unmatched, others } = importSchedule({ library: 'torch', source, baseLr: 1 })
  expect(Object.keys(others)).toEqual(['momentum'])
  const lines = await told(page).locator('li').allTextContents()
  expect(lines).toHaveLength(assumed.length + unmatched.length)
  expect(lines).toContain('Assumed: kwargs.pct_start is 0.3, as torch 2.7.0 has it.')
  // Momentum is a curve of its own, with its values as they are.
  await page.getByRole('button', { name: 'Edit torch, momentum', exact: true }).click()
  const momentum = evaluate(others.momentum!, importSchedule({ library: 'torch', source, baseLr: 1 }).run)
  for (const batch of [0, 300, 999]) expect((await readAt(page, batch)).momentum).toBe(momentum[batch])
  await page.waitForTimeout(5_000)
  expect(await page.locator('#status').textContent()).toBe('')
  expect(await told(page).locator('li').allTextContents()).toEqual(lines)
  expect(await violations(page)).toEqual([])
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(width).toBe(0)
  await page.context().close()
})

test('a file that is dropped is read, and stands in the area for what has to be said of it', async () => {
  const page = await opened()
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['warmup_steps: 10\r\nlearning_rate: 0.1\r\n'], 'run.yaml'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await expect.poll(() => problem(page)).toMatch(/^run\.yaml: /)
  await page.getByLabel('Whose it is').selectOption('transformers')
  await page.getByLabel('total steps').fill('100')
  await read(page).click()
  await expect.poll(() => told(page).textContent()).toContain('Read run.yaml as transformers')
  expect(await title(page)).toBe('run')
  await page.context().close()
})

test('what is dropped before the page is whole is read once what reads it is there', async () => {
  const page = await playground.browser.newPage()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\/share-/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(playground.url)
  await settled(page)
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['max_duration: 10ba\nscheduler: { name: linear }'], 'early.yaml'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  expect(await page.getByLabel('Configuration of llm-foundry or Composer').count()).toBe(0)
  release()
  await expect.poll(() => title(page)).toBe('early')
  await page.close()
})

test('what is wrong with a text is one error with its path, and changes nothing', async () => {
  const page = await opened()
  const nested = (depth: number): object =>
    depth === 0
      ? { class: 'torch.optim.lr_scheduler.ConstantLR', kwargs: {} }
      : { class: 'torch.optim.lr_scheduler.ChainedScheduler', schedulers: [nested(depth - 1), nested(0)] }
  const before = await title(page)
  for (const [text, message] of [
    ['{"class": "torch.optim.lr_scheduler.StepLR", "kwargs": {}}', /needs the option kwargs\.step_size; found none/],
    [
      '{"class": "torch.optim.lr_scheduler.StepLR", "kwargs": {"step_size": "3"}}',
      /kwargs\.step_size must be a number; found "3"/,
    ],
    [
      '{"class": "torch.optim.lr_scheduler.SequentialLR", "schedulers": [{"class": "torch.optim.lr_scheduler.StepLR", "kwargs": {"step": 1}}], "kwargs": {"milestones": []}}',
      /schedulers\[0\]/,
    ],
    ['{"lr_scheduler_type": ', /JSON that ends early/],
    ['a: [', /YAML that is wrong/],
    ['[a]\nb = [', /TOML that is wrong/],
    ['{"a": 1}', /none of the keys that tell a library\. Write its library beside it/],
    ['', /found nothing/],
    [JSON.stringify(nested(40)), /within each other|depth|levels/],
    ['x'.repeat(1_000_001), /at most 1 MB/],
  ] as const) {
    await area(page).evaluate((element: HTMLTextAreaElement, value) => {
      element.value = value
      element.dispatchEvent(new Event('input', { bubbles: true }))
    }, text)
    await read(page).click()
    await expect.poll(() => problem(page), { message: text.slice(0, 100) }).toMatch(message)
    const said = await problem(page)
    expect(said).toMatch(/^pasted text: [^\n]{1,900}; found [^\n]*\.$/)
    expect(await told(page).isVisible()).toBe(false)
  }
  expect(await title(page)).toBe(before)
  await page.context().close()
})

test('no text is run, and none keeps the page from answering', async () => {
  const page = await opened()
  const ran = () => page.evaluate(() => (globalThis as { ran?: unknown }).ran)
  for (const text of [
    '(globalThis.ran = 1, { lr_scheduler_type: "linear" })',
    'lr_scheduler_type: !!js/function "() => { globalThis.ran = 1 }"\nlearning_rate: 0.1\nmax_steps: 10',
    'lr_scheduler_type: !!python/object/apply:os.system ["true"]\nmax_steps: 10',
    '{"lr_scheduler_type": "linear", "max_steps": 5, "__proto__": {"ran": 1}, "constructor": {"prototype": {"ran": 1}}}',
    '<img src=x onerror="globalThis.ran = 1">',
  ]) {
    await paste(page, text)
    expect(await ran()).toBeUndefined()
  }
  await startFrom(page, 'MPT-7B')
  await page.evaluate(() => {
    const gaps: number[] = []
    let last = performance.now()
    const next = () => {
      const now = performance.now()
      gaps.push(now - last)
      last = now
      setTimeout(next)
    }
    next()
    Object.assign(globalThis, { gaps })
  })
  for (const one of ['a: 1\n', '\n', '[', '{"a":', '\'"', '--lr 1 ', '- ', 'a: &a [*a]\n', 'max_duration: 1ba\n']) {
    const text = one.repeat(Math.floor(990_000 / one.length))
    // As a drop brings it: a field that shows it would be what takes long.
    await page.evaluate((value) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.setData('text/plain', value)
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    }, text)
    await expect.poll(() => problem(page), { message: one }).toMatch(/^dropped text: .*; found /)
    expect((await readAt(page, 63_900)).α).toBe(0.1)
  }
  const gap = await page.evaluate(() => Math.max(...(globalThis as unknown as { gaps: number[] }).gaps))
  console.log(`the longest time without an answer: ${gap.toFixed(0)} ms`)
  expect(gap).toBeLessThan(5_000)
  await page.context().close()
})
