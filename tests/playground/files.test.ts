/**
 * Out of the page and into it: links, code that runs elsewhere, files that others read, configurations.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { constants, deflateRawSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Page } from 'playwright'
import { CosineAnnealingWithWarmupScheduler, evaluate, MultiStepScheduler, TrainingRun } from 'scale-schedule'
import { readConfig } from 'scale-schedule/config'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'
import { choosePreset, type Playground, readAt, settled, startFrom, startPlayground } from './page.js'

// Within the repository, where its package.json makes modules of scripts.
const folder = mkdtempSync(path.join(ROOT, '.build/files-of-the-page-'))
let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(async () => {
  await playground.close()
  rmSync(folder, { recursive: true, force: true })
})

const dist = process.env.SCALE_SCHEDULE_DIST ?? path.join(ROOT, 'dist')

/** What a tab shows, once it is of the schedule as it is. */
async function copied(page: Page, language: string): Promise<string> {
  await page.getByRole('tab', { name: language }).click()
  await settled(page)
  await page.waitForTimeout(1500)
  return (await page.locator('#code').textContent())!
}

async function download(page: Page, label: string): Promise<{ name: string; file: string; bytes: Buffer }> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: label, exact: true }).click()
  const got = await waiting
  const file = path.join(folder, got.suggestedFilename())
  await got.saveAs(file)
  return { name: got.suggestedFilename(), file, bytes: readFileSync(file) }
}

test('a link shows the same page', async () => {
  const page = await playground.open()
  await startFrom(page, 'ResNet-50, two schedulers')
  await page.locator('.ratio').fill('0.75')
  await page.getByText('Save a copy').click()
  await page.getByLabel('Scheduler 1').selectOption('PolynomialWithWarmupScheduler')
  await page.getByLabel('power', { exact: true }).fill('3')
  await page.getByLabel('x axis').selectOption('ep')
  await page.getByLabel('log y').check()
  await page.getByLabel('Zoom in').click()
  await settled(page)
  const lr = (await readAt(page, 20_000)).lr
  await page.waitForTimeout(500)
  const { hash } = new URL(page.url())
  expect(hash).toMatch(/^#v2\.[\w-]+$/)
  expect(hash.length).toBeLessThan(500)
  const code = await copied(page, 'TypeScript')
  const other = await playground.open(hash)
  await settled(other)
  expect((await readAt(other, 20_000)).lr).toBe(lr)
  expect(await other.locator('.schedules li').count()).toBe(2)
  expect(await other.getByLabel('x axis').inputValue()).toBe('ep')
  expect(await other.getByLabel('log y').isChecked()).toBe(true)
  expect(await copied(other, 'TypeScript')).toBe(code)
  const canvas = (which: Page) => which.evaluate(() => document.querySelector('canvas')!.toDataURL())
  const drawn = await canvas(other)
  await expect.poll(async () => (await canvas(page)) === drawn).toBe(true)
  await other.context().close()
  await page.context().close()
})

test('what is too long for a link stays in the browser, and what is long but fits goes by link', async () => {
  const page = await playground.open()
  await startFrom(page, 'Multi-step at 30, 50 and 90 %')
  const milestones = Array.from({ length: 3000 }, (_, i) => `${7 * i + 1}ba`).join(', ')
  await page.getByLabel('milestones', { exact: true }).fill(milestones)
  await page.waitForFunction((before) => location.hash.length > before, 4000)
  const other = await playground.open(new URL(page.url()).hash)
  await settled(other)
  expect(await other.getByLabel('milestones', { exact: true }).inputValue()).toBe(milestones)
  expect(await other.locator('#status').textContent()).toBe('')
  await other.context().close()
  // Text that does not compress.
  let random = 1
  const next = () => {
    random = (random * 48271) % 2147483647
    return random.toString(36)
  }
  const name = Array.from({ length: 20_000 }, next).join('')
  await page.getByLabel('Name of the schedule').evaluate((input: HTMLInputElement, text) => {
    input.value = text
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }, name)
  await expect
    .poll(() => page.locator('#status').textContent())
    .toMatch(/^A link has at most 60,000 characters; found .*keeps your work/)
  expect(new URL(page.url()).hash).toBe('')
  await page.getByLabel('gamma', { exact: true }).fill('0.25')
  // At once: nothing waits for the address to be written.
  await page.reload()
  expect(await page.getByLabel('Name of the schedule').inputValue()).toBe(name)
  expect(await page.getByLabel('milestones', { exact: true }).inputValue()).toBe(milestones)
  expect(await page.getByLabel('gamma', { exact: true }).inputValue()).toBe('0.25')
  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect.poll(() => page.locator('#status').textContent()).toMatch(/^A link has at most/)
  const tab = await page.context().newPage()
  await tab.goto(playground.url)
  expect(await tab.getByLabel('gamma', { exact: true }).inputValue()).toBe('0.25')
  await page.context().close()
})

/** So many megabytes, deflated one by one. */
function inflatedTo(megabytes: number): Buffer {
  const one = deflateRawSync(Buffer.alloc(1e6, ' '), { finishFlush: constants.Z_FULL_FLUSH })
  return Buffer.concat([...Array.from({ length: megabytes }, () => one), deflateRawSync('')])
}

test('a link that asks for too much work, or for a view or an axis that there is not, opens with a curve and a line', async () => {
  const linkOf = (values: unknown) => `#v1.${deflateRawSync(JSON.stringify(values)).toString('base64url')}`
  const schedule = ['one', 1, 0, ['100ba'], [[5]]]
  const changed = /A link to this page is one that it made; found .*Copy it again/
  for (const [hash, line] of [
    [`#v1.${inflatedTo(1200).toString('base64url')}`, changed],
    [linkOf(['length', 0, 0, 0, [schedule]]), changed],
    [linkOf([0, 0, 'length', 0, [schedule]]), changed],
    [linkOf([0, 0, 0, [500, 900], [schedule]]), /The view lies beyond the end of the run.*showing all of it/],
  ] as const) {
    const started = performance.now()
    const page = await playground.open(hash)
    await settled(page)
    await expect.poll(() => page.locator('#status').textContent()).toMatch(line)
    // Told, not asserted: machines that test are often busy.
    console.log(`opened after ${(performance.now() - started).toFixed(0)} ms, of ${hash.length} characters`)
    expect(await page.locator('#chart').getAttribute('aria-valuemax')).not.toBe('0')
    expect((await readAt(page, 50)).lr).toBeGreaterThan(0)
    await page.context().close()
  }
})

test('a link that is cut or of another version says so, and the page opens all the same', async () => {
  for (const hash of ['#v9.AAAA', '#v1.AAAA', '#v1.q1ZKVrJSMjY', '#x']) {
    const page = await playground.open(hash)
    await settled(page)
    expect(await page.locator('#status').textContent()).toMatch(
      /A link to this page is one that it made; found .*Copy it again/,
    )
    await page.context().close()
  }
})

test('the TypeScript runs as pasted and gives the same values', async () => {
  const page = await playground.open()
  await startFrom(page, 'ResNet-50, two schedulers')
  await page.locator('.ratio').fill('0.5')
  await page.getByLabel('Multiply by another').or(page.getByLabel('Add a scheduler')).first().selectOption('function')
  await page.getByLabel('Code', { exact: true }).fill('(state, ssr) => (state.timestamp.epoch < 20 * ssr ? 1 : 0.25)')
  await settled(page)
  const code = await copied(page, 'TypeScript')
  const options = { strict: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, skipLibCheck: true }
  const file = path.join(folder, 'pasted.ts')
  writeFileSync(file, code)
  const paths = { 'scale-schedule': [path.join(ROOT, 'ts/index.ts')] }
  const program = ts.createProgram([file], {
    ...options,
    noEmit: true,
    types: ['node'],
    typeRoots: [path.join(ROOT, 'node_modules/@types')],
    paths,
    erasableSyntaxOnly: true,
  })
  const problems = ts.getPreEmitDiagnostics(program, program.getSourceFile(file))
  expect(problems.map(({ messageText }) => messageText)).toEqual([])
  const script = path.join(folder, 'pasted.mjs')
  writeFileSync(
    script,
    ts.transpile(code, options).replace("'scale-schedule'", JSON.stringify(path.join(dist, 'index.js'))),
  )
  const { learningRates } = (await import(script)) as { learningRates: Float64Array }
  expect(learningRates).toHaveLength(45 * 626)
  for (const batch of [0, 1000, 9_000, 28_000]) expect((await readAt(page, batch)).lr).toBe(learningRates[batch])
  expect(await copied(page, 'Composer')).toContain('What has no formula in steps is listed')
  expect(await copied(page, 'JSON')).toMatch(/A function in JavaScript has no counterpart in JSON/)
  await page.getByLabel('lr', { exact: true }).fill('fast')
  expect(await copied(page, 'TypeScript')).toMatch(/must be a finite number; found "fast"/)
  await page.context().close()
})

test('a number is read alike by the curve and by every language', async () => {
  const page = await playground.open()
  await page.getByLabel('alpha_f', { exact: true }).fill('0.0_5')
  await settled(page)
  for (const language of ['TypeScript', 'Composer', 'PyTorch', 'optax', 'YAML']) {
    const code = await copied(page, language)
    // Of optax the rate itself, 0.05 × 0.00012.
    expect(code).toContain(language === 'optax' ? 'end_value=0.000006' : '0.05')
    expect(code).not.toMatch(/nan|0\.0_5/i)
  }
  expect((await readAt(page, 63_900)).α).toBe(0.05)
  // The ratio's slider and its ghost read as the schedule does.
  await page.locator('.ratio').fill('0.5_0')
  await settled(page)
  expect(await page.getByLabel('Scale schedule ratio, as a slider').getAttribute('aria-valuetext')).toMatch(/^0\.5 /)
  expect(await page.locator('.problem').allTextContents()).toEqual([])
  for (const text of ['0x10', '0.0__5', '_5', '5_', '1e', 'Infinity', 'nan']) {
    await page.getByLabel('alpha_f', { exact: true }).fill(text)
    await expect
      .poll(() => page.locator('.problem').allTextContents())
      .toEqual([expect.stringContaining(`found "${text}"`)])
  }
  await page.context().close()
})

test('the YAML and the JSON are read by readConfig and give the same curve', async () => {
  const page = await playground.open()
  for (const [preset, language] of [
    ['MPT-125M', 'YAML'],
    ['MPT-125M', 'JSON'],
    ['ResNet-50, two schedulers', 'JSON'],
    ['Multi-step at 30, 50 and 90 %', 'JSON'],
  ] as const) {
    await startFrom(page, preset)
    await page.locator('.ratio').fill('0.5')
    await settled(page)
    const { schedulers, run, baseLr, name } = readConfig(await copied(page, language))
    // One that is there already has a number.
    expect(name).toMatch(new RegExp(`^${preset}( 2)?$`))
    const lrs = evaluate(schedulers, run, { baseLr })
    for (const batch of [0, 50, 1000, 2000]) expect((await readAt(page, batch)).lr).toBe(lrs[batch])
  }
  await page.context().close()
})

test('Python is written with the schedules of each library, or with the formula where it has none', async () => {
  const page = await playground.open()
  await settled(page)
  expect(await copied(page, 'Composer')).toContain("CosineAnnealingWithWarmupScheduler(t_warmup='100ba', alpha_f=0.1)")
  expect(await copied(page, 'PyTorch')).toContain('scheduler = LambdaLR(optimizer, alpha)')
  expect(await copied(page, 'optax')).toContain(
    'optax.warmup_cosine_decay_schedule(init_value=0, peak_value=0.00012, warmup_steps=100, decay_steps=63900, end_value=0.000012)',
  )
  await startFrom(page, 'Multi-step at 30, 50 and 90 %')
  expect(await copied(page, 'PyTorch')).toContain('MultiStepLR(optimizer, milestones=[16902, 28170, 50706], gamma=0.1)')
  await page.context().close()
})

test('a configuration that is dropped or pasted is shown; a wrong one says what is wrong', async () => {
  const page = await playground.open()
  await settled(page)
  const drop = (name: string, text: string) =>
    page.evaluate(
      ([file, content]) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([content!], file!))
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
      },
      [name, text] as const,
    )
  const yaml = readFileSync(path.join(ROOT, 'examples/resnet50-two-schedulers.yaml'), 'utf8')
  await drop('resnet.yaml', yaml)
  await expect
    .poll(() => page.locator('.schedules .active').getByLabel('Name of the schedule').inputValue())
    .toBe('resnet50-imagenet')
  await settled(page)
  const { schedulers, run, baseLr } = readConfig(yaml)
  const lrs = evaluate(schedulers, run, { baseLr })
  for (const batch of [0, 3_000, 50_100]) expect((await readAt(page, batch)).lr).toBe(lrs[batch])
  await drop('wrong.yaml', 'max_duration: 10 parsecs\nscheduler: { name: cosine_with_warmup, t_warmup: 1ba }')
  const area = page.getByLabel('Configuration of llm-foundry or Composer')
  const hint = page.locator(`#${await area.getAttribute('aria-describedby')}`)
  await expect
    .poll(() => hint.textContent())
    .toMatch(/^wrong\.yaml: max_duration: A time is written as .*found "10 parsecs"/)
  await expect(hint.evaluate((line) => line.getBoundingClientRect().bottom <= innerHeight)).resolves.toBe(true)
  // Text that is moved into a field goes there, and is no configuration.
  const isLeft = await page.getByLabel('lr', { exact: true }).evaluate((field) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.setData('text/plain', '3e-4')
    return field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  expect(isLeft).toBe(true)
  expect(await hint.textContent()).toMatch(/^wrong\.yaml/)
  await area.fill(readFileSync(path.join(ROOT, 'examples/mpt-7b.yaml'), 'utf8'))
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect
    .poll(() => page.locator('.schedules .active').getByLabel('Name of the schedule').inputValue())
    .toBe('mpt-7b')
  await area.fill('{max_duration: 8ba, scheduler: {lr: {name: linear}, momentum: {name: constant}}}')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect
    .poll(() =>
      page.getByLabel('Name of the schedule').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value)),
    )
    .toEqual(['MPT-7B', 'resnet50-imagenet', 'mpt-7b', 'pasted text', 'pasted text, momentum'])
  await area.fill('{max_duration: 8ba, scheduler: {lr: {name: linear}, batch_size: {name: constant}}}')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect
    .poll(() => page.locator('#status').textContent())
    .toMatch(/no curve or no room for batch_size, and leaves it out\.$/)
  await page.context().close()
})

test('what is read stands beside all else, but for the example of the first screen, a step each', async () => {
  const page = await playground.open('#')
  await settled(page)
  const area = page.getByLabel('Configuration of llm-foundry or Composer')
  const names = () =>
    page.getByLabel('Name of the schedule').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))
  const read = async (name: string) => {
    await area.fill(readFileSync(path.join(ROOT, 'examples', name), 'utf8'))
    await page.getByRole('button', { name: 'Read', exact: true }).click()
    await expect.poll(() => page.locator('#status').textContent()).toMatch(/^Read pasted text/)
    await settled(page)
  }
  await page.getByText('Read a configuration').click()
  await read('resnet50-two-schedulers.yaml')
  expect(await names()).toEqual(['resnet50-imagenet'])
  await read('mpt-7b.yaml')
  expect(await names()).toEqual(['resnet50-imagenet', 'mpt-7b'])
  // A name of its own tells it from the first one.
  await read('resnet50-two-schedulers.yaml')
  expect(await names()).toEqual(['resnet50-imagenet', 'mpt-7b', 'resnet50-imagenet 2'])
  await choosePreset(page, 'BERT, base')
  await choosePreset(page, 'MiniCPM-2.4B')
  expect((await names()).slice(3)).toEqual(['BERT, base', 'MiniCPM-2.4B'])
  for (const count of [4, 3, 2, 1]) {
    await page.getByRole('button', { name: 'Undo' }).click()
    expect(await names()).toHaveLength(count)
  }
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await names()).toEqual(['MPT-7B'])
  await page.context().close()
})

test('where there is no room, what is read or chosen is told to have none, and nothing goes', async () => {
  const page = await playground.open()
  await settled(page)
  for (let i = 1; i < 12; i++) await page.getByRole('button', { name: 'Save a copy' }).click()
  const names = () =>
    page.getByLabel('Name of the schedule').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))
  const before = await names()
  expect(before).toHaveLength(12)
  const full = 'The chart has at most 12 schedules; found as many already. Remove one under Schedules.'
  await choosePreset(page, 'MPT-125M')
  expect(await page.locator('#status').textContent()).toBe(full)
  expect(await page.getByLabel('Start from a known run').inputValue()).toBe('')
  await page.getByText('Read a configuration').click()
  await page
    .getByLabel('Configuration of llm-foundry or Composer')
    .fill('{max_duration: 8ba, scheduler: {name: linear}}')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect.poll(() => page.getByRole('alert').allTextContents()).toContain(`pasted text: ${full}`)
  expect(await names()).toEqual(before)
  await page.context().close()
})

test('CSV and Parquet hold the values, for others to read', async () => {
  const page = await playground.open()
  await startFrom(page, 'ResNet-50, two schedulers')
  const run = new TrainingRun({ maxDuration: '90ep', dataloaderLen: 626 })
  const list = [
    new CosineAnnealingWithWarmupScheduler({ tWarmup: '8ep' }),
    new MultiStepScheduler({ milestones: ['80ep'], gamma: 0.5 }),
  ]
  const lrs = evaluate(list, run, { baseLr: 2 })
  const csv = await download(page, 'CSV')
  expect(csv.name).toBe('resnet-50-two-schedulers.csv')
  const [head, ...rows] = csv.bytes.toString('utf8').trimEnd().split('\r\n')
  expect(head).toBe('batch,epoch,sample,alpha,lr')
  expect(rows).toHaveLength(run.batches)
  rows.forEach((row, batch) => {
    const values = row.split(',').map(Number)
    if (values[0] !== batch || values[4] !== lrs[batch]) throw new Error(`row ${batch}: ${row}`)
  })
  await page.getByLabel('one row every').fill('10')
  const parquet = await download(page, 'Parquet')
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  const result = await connection.runAndReadAll(
    `select batch, epoch, sample, alpha, lr from '${parquet.file}' order by batch`,
  )
  const found = result.getRows()
  expect(found).toHaveLength(Math.ceil(run.batches / 10))
  found.forEach(([batch, epoch, sample, , lr], index) => {
    const at = index * 10
    if (
      Number(batch) !== at ||
      Number(epoch) !== Math.floor(at / 626) ||
      Number(sample) !== at * 2048 ||
      lr !== lrs[at]
    ) {
      throw new Error(`row ${index}: ${batch} ${epoch} ${sample} ${lr}`)
    }
  })
  connection.closeSync()
  await page.getByLabel('one row every').fill('0')
  await expect.poll(() => page.locator('.downloads .hint').textContent()).toMatch(/at least 1; found "0"/)
  rmSync(csv.file)
  await page.context().close()
})

test('SVG and PNG are whole pictures', async () => {
  const page = await playground.open()
  await settled(page)
  await page.locator('.ratio').fill('0.5')
  await settled(page)
  const svg = (await download(page, 'SVG')).bytes.toString('utf8')
  const parsed = await page.evaluate((text) => {
    const parsedSvg = new DOMParser().parseFromString(text, 'image/svg+xml')
    const root = parsedSvg.documentElement
    return [
      root.nodeName,
      root.getAttribute('width'),
      root.getAttribute('height'),
      parsedSvg.querySelectorAll('parsererror').length,
    ]
  }, svg)
  expect(parsed).toEqual(['svg', '960', '540', 0])
  expect(svg).toContain('MPT-7B, ratio 1')
  const png = (await download(page, 'PNG')).bytes
  expect(png.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]))
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1080])
  expect(png.length).toBeGreaterThan(10_000)
  await page.context().close()
})
