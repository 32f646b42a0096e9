/**
 * A schedule made on the page reads as the core computes it: fields, ratio, cursor, view, comparison, mistakes.
 */
import {
  ConstantScheduler,
  CosineAnnealingWithWarmupScheduler,
  evaluate,
  LinearScheduler,
  MultiStepScheduler,
  TrainingRun,
} from 'scale-schedule'
import { PRESETS, preset } from 'scale-schedule/presets'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SCHEDULERS } from '../../ts/playground/state/catalogue.js'
import { choosePreset, type Playground, readAt, readout, settled, startFrom, startPlayground } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

test('a cosine with warm-up from nothing, at half the ratio, reads as the core computes it', async () => {
  const page = await playground.open()
  await startFrom(page, 'Empty')
  expect(await page.locator('.whole').textContent()).toMatch(/at least one scheduler; found none\. Add one/)
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Cosine with warm-up' })
  await page.getByLabel('t_warmup', { exact: true }).fill('50ba')
  expect(await page.getByLabel('t_warmup', { exact: true }).inputValue()).toBe('50')
  await page.getByLabel('alpha_f', { exact: true }).fill('0.1')
  await page.getByLabel('max_duration', { exact: true }).fill('2000')
  await page.getByLabel('dataloader_len', { exact: true }).fill('100')
  await page.getByLabel('samples per batch', { exact: true }).fill('32')
  await page.getByLabel('tokens per sample', { exact: true }).fill('128')
  await page.getByLabel('lr', { exact: true }).fill('3e-4')
  const slider = page.getByLabel('Scale schedule ratio, as a slider')
  // Dragged with the mouse: 0.5 on a logarithmic scale from 0.1 to 4.
  const box = (await slider.boundingBox())!
  const place = Math.log(0.5 / 0.1) / Math.log(4 / 0.1)
  await page.mouse.move(box.x + box.width * 0.62, box.y + box.height / 2)
  await page.mouse.down()
  for (let i = 0; i <= 10; i++) {
    await page.mouse.move(box.x + 8 + (box.width - 16) * (place - 0.02 + 0.002 * i), box.y + box.height / 2)
  }
  await page.mouse.up()
  const dragged = Number(await page.locator('.ratio').inputValue())
  expect(dragged).toBeGreaterThan(0.45)
  expect(dragged).toBeLessThan(0.55)
  await page.locator('.ratio').fill('0.5')
  await settled(page)

  const run = new TrainingRun({
    maxDuration: '2000ba',
    dataloaderLen: 100,
    samplesPerBatch: 32,
    tokensPerSample: 128,
    scaleScheduleRatio: 0.5,
  })
  const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '50ba', alphaF: 0.1 })
  const lrs = evaluate(scheduler, run, { baseLr: 3e-4 })
  for (const batch of [0, 25, 50, 51, 437, 999]) {
    const found = await readAt(page, batch)
    expect(found.lr).toBe(lrs[batch])
    expect(found.α).toBe(evaluate(scheduler, run, { from: batch, count: 1 })[0])
    expect(found).toMatchObject({ epoch: Math.floor(batch / 100), sample: batch * 32, token: batch * 4096 })
    expect(found.phase).toBe(batch < 50 ? 'warmup' : 'cosine')
  }
  // Under the mouse, wherever that is.
  const chart = (await page.locator('.chart-over').boundingBox())!
  await page.mouse.move(chart.x + chart.width * 0.3, chart.y + 100)
  await page.waitForFunction(() => Number(document.querySelector('#chart')!.getAttribute('aria-valuenow')) < 700)
  await page.waitForTimeout(100)
  const batch = Number(await page.locator('#chart').getAttribute('aria-valuenow'))
  expect(Math.abs(batch - 600)).toBeLessThan(20)
  expect((await readout(page)).lr).toBe(lrs[batch])
  await page.context().close()
})

test('several schedulers multiply, and move', async () => {
  const page = await playground.open()
  await startFrom(page, 'ResNet-50, two schedulers')
  const run = new TrainingRun({ maxDuration: '90ep', dataloaderLen: 626 })
  const cosine = new CosineAnnealingWithWarmupScheduler({ tWarmup: '8ep' })
  const steps = new MultiStepScheduler({ milestones: ['80ep'], gamma: 0.5 })
  const at = (batch: number, list: Parameters<typeof evaluate>[0]) =>
    evaluate(list, run, { from: batch, count: 1, baseLr: 2 })[0]
  expect((await readAt(page, 51_000)).lr).toBe(at(51_000, [cosine, steps]))
  await page.getByLabel('Move Multi-step up').click()
  expect(await page.getByLabel('Scheduler 1').inputValue()).toBe('MultiStepScheduler')
  expect((await readAt(page, 51_001)).lr).toBe(at(51_001, [steps, cosine]))
  await page.getByLabel('Remove Cosine with warm-up').click()
  await settled(page)
  expect((await readAt(page, 51_002)).lr).toBe(at(51_002, steps))
  // All of the library and the function can be chosen, and draw; what is made of others has the one before in it.
  const types = await page
    .getByLabel('Scheduler 1')
    .locator('option')
    .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value))
  expect(types).toHaveLength(SCHEDULERS.length + 1)
  for (const type of types) {
    await page.getByLabel('Scheduler 1').selectOption(type)
    await settled(page)
    // This run is of epochs, and llm-foundry asks for times in its unit.
    const problems =
      type === 'InverseSquareRootWithWarmupScheduler'
        ? ['t_warmup must be in the unit of max_duration; found 100ba. Give it in that unit.']
        : []
    expect(await page.locator('.problem').allTextContents()).toEqual(problems)
  }
  await page.context().close()
})

test('a known run comes with its source and with what that leaves open', async () => {
  const page = await playground.open()
  await settled(page)
  const note = page.locator('#preset-note')
  expect(await note.isVisible()).toBe(false)
  // There is work in MPT-7B now, which stays beside it.
  await page.getByLabel('lr', { exact: true }).fill('1e-4')
  await choosePreset(page, 'DeepSeek-V3')
  expect(await note.textContent()).toMatch(
    /^From DeepSeek-V3 Technical Report, section 4\.2\. In tokens, with the final/,
  )
  expect(await note.getByRole('link').getAttribute('href')).toBe('https://arxiv.org/abs/2412.19437')
  expect(await page.getByLabel('Start from a known run').getAttribute('aria-describedby')).toBe('preset-note')
  // The middle of the cosine: 12.15T tokens in batches of 15,360 times 4096.
  const { schedulers, run, baseLr } = preset('deepseek-v3')
  const batch = run.batchAt('12150000000000tok')
  const found = await readAt(page, batch)
  expect(found.lr).toBe(evaluate(schedulers, run, { from: batch, count: 1, baseLr })[0])
  expect(found.lr).toBeCloseTo(1.21e-4, 7)
  // It is told of the schedule that is edited.
  await page.getByLabel('Edit MPT-7B').click()
  await settled(page)
  expect(await note.isVisible()).toBe(false)
  await page.getByLabel('Edit DeepSeek-V3').click()
  expect(await note.isVisible()).toBe(true)
  // Every one draws.
  for (const { title } of PRESETS) {
    await startFrom(page, title)
    expect(await page.locator('.problem').allTextContents()).toEqual([])
  }
  await page.context().close()
})

test('the keyboard moves the cursor, zooms and shows all', async () => {
  const page = await playground.open()
  await settled(page)
  const chart = page.locator('#chart')
  await readAt(page, 100)
  await chart.focus()
  const now = async () => Number(await chart.getAttribute('aria-valuenow'))
  await page.keyboard.press('Shift+ArrowRight')
  expect(await now()).toBe(101)
  await page.keyboard.press('ArrowRight')
  expect(await now()).toBeGreaterThan(101)
  await page.keyboard.press('Home')
  expect(await now()).toBe(0)
  await page.keyboard.press('End')
  expect(await now()).toBe(63_900)
  for (let i = 0; i < 40; i++) await page.keyboard.press('+')
  await page.keyboard.press('End')
  expect(await now()).toBeLessThan(40_000)
  const before = await now()
  await page.keyboard.press('ArrowLeft')
  expect(await now()).toBe(before - 1)
  await page.keyboard.press('0')
  await page.keyboard.press('End')
  expect(await now()).toBe(63_900)
  await page.context().close()
})

test('touch moves the cursor', async () => {
  const page = await playground.open('', { hasTouch: true, viewport: { width: 390, height: 800 } })
  await settled(page)
  const box = (await page.locator('.chart-over').boundingBox())!
  await page.touchscreen.tap(box.x + box.width / 4, box.y + 60)
  await page.waitForFunction(() => Number(document.querySelector('#chart')!.getAttribute('aria-valuenow')) < 20_000)
  await page.context().close()
})

test('what is wrong stands beside the field, and the last good curve stays', async () => {
  const page = await playground.open()
  await settled(page)
  const wrong = async (label: string, text: string, message: RegExp) => {
    const field = page.getByLabel(label, { exact: true })
    const before = await field.inputValue()
    await field.fill(text)
    await settled(page)
    const hint = page.locator(`#${await field.getAttribute('aria-describedby')}`)
    await expect.poll(() => hint.textContent()).toMatch(message)
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('#note').textContent()).toMatch(/dimmed/)
    await field.fill(before)
    await settled(page)
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe(null)
  }
  await wrong('t_warmup', '10 parsecs', /A time is written as a number and a unit .*found "10 parsecsba"/)
  await wrong('alpha_f', 'a tenth', /alpha_f must be a finite number; found "a tenth"/)
  await wrong('lr', '', /The learning rate must be a finite number/)
  await wrong('samples per batch', '-3', /samples per batch must be an integer of at least 1/)
  await wrong('max_duration', '0', /max_duration must be an integer of at least 1/)
  await wrong('t_max', '0.5', /t_max must be at least max_duration/)
  const ratio = /^Scale schedule ratio \(SSR\) .*found 63900ba × (0|-1|1e308)\. Give a (higher|lower) ratio/
  for (const text of ['0', '-1', '1e308']) await wrong('Scale schedule ratio (SSR)', text, ratio)
  await wrong(
    'Scale schedule ratio (SSR)',
    'half',
    /^Scale schedule ratio \(SSR\) must be a finite number; found "half"/,
  )
  await page.getByLabel('Unit of t_warmup').selectOption('ep')
  const length = page.getByLabel('dataloader_len', { exact: true })
  await expect.poll(() => length.getAttribute('aria-invalid')).toBe('true')
  expect(await page.locator('.problem').allTextContents()).toEqual([
    '100ep can only be converted to batches with the length of the dataloader; found none. Set dataloader_len (batches in an epoch), or give the time in ba.',
  ])
  await page.getByLabel('Scheduler 1').selectOption('CosineAnnealingWarmRestartsScheduler')
  await wrong('t_mult', '0', /^t_mult must be above 0; found 0\. Write 1 for intervals of one length/)
  await wrong('t_mult', '-1', /^t_mult must be above 0; found -1\. Write 1/)
  await wrong('t_mult', '0.5', /t_0 15975ba times t_mult 0\.5, again/)
  await wrong('t_0', '0', /interval between restarts must stay above 0/)
  await page.context().close()
})

test('while a field is wrong no value is shown, and a batch that is none says so', async () => {
  const page = await playground.open()
  const lr = (await readAt(page, 5_000)).lr
  const field = page.getByLabel('alpha_f', { exact: true })
  await field.fill('a tenth')
  await expect.poll(() => readout(page)).toMatchObject({ lr: '–', α: '–', phase: '–' })
  expect(await page.locator('#chart').getAttribute('aria-valuetext')).toBe('batch 5,000, no value: a field is wrong')
  await field.fill('0.1')
  await expect.poll(async () => (await readout(page)).lr).toBe(lr)
  const batch = page.getByLabel('batch', { exact: true })
  const problem = page.locator('#go-to-problem')
  for (const text of ['ten', '-1', '1.5', '']) {
    await batch.fill(text)
    await batch.press('Enter')
    await expect
      .poll(() => problem.textContent())
      .toBe(`A batch is a whole number of at least 0; found "${text}". Write for example 100.`)
    expect(await batch.getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('#chart').getAttribute('aria-valuenow')).toBe('5000')
  }
  expect((await readAt(page, 6_000)).lr).toBeLessThan(lr as number)
  expect(await problem.isVisible()).toBe(false)
  await page.context().close()
})

test('saved schedules are compared, and their readings stand beside', async () => {
  const page = await playground.open()
  await settled(page)
  await page.getByText('Save a copy').click()
  await page.getByLabel('Scheduler 1').selectOption('LinearScheduler')
  await settled(page)
  const run = new TrainingRun({ maxDuration: '63900ba' })
  expect((await readAt(page, 40_000)).lr).toBe(
    evaluate(new LinearScheduler({ alphaF: 0.1 }), run, { from: 40_000, count: 1, baseLr: 1.2e-4 })[0],
  )
  const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
  const [lr] = evaluate(scheduler, run, { from: 40_000, count: 1, baseLr: 1.2e-4 })
  await expect.poll(async () => Number(await page.locator('.others output').textContent())).toBe(lr)
  await page.getByLabel('Show MPT-7B', { exact: true }).uncheck()
  await expect.poll(() => page.locator('.others output').count()).toBe(0)
  await page.getByLabel('Edit MPT-7B', { exact: true }).click()
  expect(await page.getByLabel('Scheduler 1').inputValue()).toBe('CosineAnnealingWithWarmupScheduler')
  await page.context().close()
})

test('each axis that the run counts can be chosen; one that it does not says what is missing', async () => {
  const page = await playground.open()
  await settled(page)
  for (const axis of ['sp', 'tok', 'dur']) {
    await page.getByLabel('x axis').selectOption(axis)
    await settled(page)
    expect(await page.locator('#note').textContent()).toBe('')
  }
  await page.getByLabel('x axis').selectOption('ep')
  await expect.poll(() => page.locator('#note').textContent()).toMatch(/needs dataloader_len; found none/)
  await page.context().close()
})

test('a spike of one batch among ten million is drawn', async () => {
  const page = await playground.open('#')
  await choosePreset(page, 'Empty')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Multi-step' })
  await page.getByLabel('max_duration', { exact: true }).fill('10000000')
  // A thousand times as high for one batch, then as before.
  await page.getByLabel('milestones', { exact: true }).fill('5000000ba')
  await page.getByLabel('gamma', { exact: true }).fill('1000')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Constant' })
  await page.locator('[data-factor="1"]').getByLabel('alpha', { exact: true }).fill('1')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Multi-step' })
  await page.locator('[data-factor="2"]').getByLabel('milestones', { exact: true }).fill('5000001ba')
  await page.locator('[data-factor="2"]').getByLabel('gamma', { exact: true }).fill('0.001')
  await settled(page)
  const run = new TrainingRun({ maxDuration: '10000000ba' })
  const list = [
    new MultiStepScheduler({ milestones: ['5000000ba'], gamma: 1000 }),
    new ConstantScheduler(),
    new MultiStepScheduler({ milestones: ['5000001ba'], gamma: 0.001 }),
  ]
  expect((await readAt(page, 5_000_000)).lr).toBe(evaluate(list, run, { from: 5_000_000, count: 1 })[0])
  // The highest label of the y axis is drawn on the canvas; the pixels at the top show the spike.
  const blue = await page.evaluate(() => {
    const canvas = document.querySelector('canvas')!
    const context = canvas.getContext('2d')!
    const { width } = canvas
    const pixels = context.getImageData(0, Math.round(canvas.height * 0.35), width, 1).data
    let count = 0
    for (let x = 0; x < width; x++) if (pixels[4 * x + 2]! - pixels[4 * x]! > 60) count++
    return count
  })
  expect(blue).toBeGreaterThan(0)
  await page.context().close()
})

test('the focus stays with what was done, and a look through the known runs changes nothing', async () => {
  const page = await playground.open()
  await settled(page)
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
  await page.getByText('Save a copy').press('Enter')
  expect(await focused()).toBe('Save a copy')
  await page.getByRole('button', { name: 'Edit MPT-7B', exact: true }).press('Enter')
  expect(await focused()).toBe('Editing MPT-7B')
  await page.getByRole('button', { name: 'Remove MPT-7B', exact: true }).press('Enter')
  expect(await focused()).toBe('Editing MPT-7B 2')
  const presets = page.getByLabel('Start from a known run')
  await presets.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await page.getByLabel('Name of the schedule').inputValue()).toBe('MPT-7B 2')
  await page.getByLabel('lr', { exact: true }).focus()
  expect(await presets.inputValue()).toBe('')
  await presets.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const names = page.getByLabel('Name of the schedule')
  expect(await names.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))).toEqual([
    'MPT-7B 2',
    'MPT-125M',
  ])
  expect(await focused()).toBe('Start from a known run')
  await page.context().close()
})

test('two fingers zoom by their distance, also one above the other', async () => {
  const page = await playground.open('', { hasTouch: true })
  await settled(page)
  const box = (await page.locator('.chart-over').boundingBox())!
  const session = await page.context().newCDPSession(page)
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : [-1, 1].map((side, id) => ({ x: middle.x + side, y: middle.y + (side * apart) / 2, id })),
    })
  await touch('touchStart', 40)
  for (let apart = 44; apart <= 80; apart += 4) await touch('touchMove', apart)
  await touch('touchEnd', 0)
  await settled(page)
  await page.locator('#chart').focus()
  const end = async (key: string) => {
    await page.keyboard.press(key)
    return Number(await page.locator('#chart').getAttribute('aria-valuenow'))
  }
  const span = (await end('End')) - (await end('Home'))
  // Twice as far apart: half of the run.
  expect(span / 63_900).toBeGreaterThan(0.4)
  expect(span / 63_900).toBeLessThan(0.6)
  await page.context().close()
})

test('a run of any length has its curve at once, and a batch may be asked for before its length is known', async () => {
  const page = await playground.open()
  await settled(page)
  const duration = page.getByLabel('max_duration', { exact: true })
  for (const [text, batch] of [
    ['100000000000', 99_999_999_999],
    ['9e15', 8_999_999_999_999_999],
    ['2000', 1_999],
  ] as const) {
    await duration.fill(text)
    const found = await readAt(page, batch)
    const run = new TrainingRun({ maxDuration: `${Number(text)}ba` })
    const scheduler = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 })
    expect(found.lr).toBe(evaluate(scheduler, run, { from: batch, count: 1, baseLr: 1.2e-4 })[0])
    await settled(page)
    const note =
      text === '2000' ? /^$/ : /^Of so long a run the chart shows every [\d,]+th batch only; zoom in for all\.$/
    await expect.poll(() => page.locator('#note').textContent()).toMatch(note)
    expect(await page.locator('.problem').allTextContents()).toEqual([])
  }
  await page.context().close()
})

test('what no axis shows is told in a line, and a run of one batch is a point', async () => {
  const page = await playground.open()
  await settled(page)
  const note = () => page.locator('#note').textContent()
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)
  await fill('lr', '1e308')
  await fill('alpha_f', '10')
  await expect.poll(note).toMatch(/^The chart shows learning rates of up to 4\.5e\+307; found Infinity\. Lower lr/)
  await fill('lr', '1')
  await fill('alpha_f', '-0.5')
  await settled(page)
  expect(await note()).toBe('')
  await page.getByLabel('log y').check()
  await expect.poll(note).toMatch(/^A logarithmic axis shows what is above 0; found -0\.\d+\. Take off ‘log y’/)
  await page.getByLabel('log y').uncheck()
  await expect.poll(note).toBe('')
  await page.getByLabel('Scheduler 1').selectOption('ConstantScheduler')
  await fill('max_duration', '1')
  await settled(page)
  expect((await readAt(page, 0)).lr).toBe(1)
  await expect.poll(note).toBe('This run has one batch; its curve is a point at the left edge.')
  await page.context().close()
})
