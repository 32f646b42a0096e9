/**
 * Where things stand: what shapes a schedule is in the window with the chart at every size, for the mouse, for fingers, on
 * paper and in forced colours.
 */
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choosePreset, type Playground, readAt, settled, startFrom, startPlayground, whole } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

/** The bare page, as somebody sees it first. */
async function first(width: number, height: number, options = {}): Promise<Page> {
  const context = await playground.browser.newContext({ viewport: { width, height }, ...options })
  const page = await context.newPage()
  await page.goto(playground.url)
  await settled(page)
  return page
}

/** The ratio, its slider, the options of the schedulers, max_duration and lr. */
async function shaping(page: Page): Promise<Locator[]> {
  const options = await page.locator('.factor .controls :is(input, select):enabled:visible').all()
  return [
    page.getByLabel('Scale schedule ratio (SSR)', { exact: true }),
    page.getByLabel('Scale schedule ratio, as a slider'),
    page.getByLabel('max_duration', { exact: true }),
    page.getByLabel('lr', { exact: true }),
    page.getByLabel('Scheduler 1'),
    ...options,
  ]
}

/** What of an element is in the window, from 0 to 1, and how high that is. */
const visible = (element: Locator) =>
  element.evaluate((found) => {
    const { top, bottom, height, left, right } = found.getBoundingClientRect()
    const seen = Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0))
    return { part: left < 0 || right > innerWidth ? 0 : seen / height, height: seen }
  })

/** Whether nothing lies over an element, at its middle and near its corners. */
const isFree = (element: Locator) =>
  element.evaluate((found) => {
    const { left, top, width, height } = found.getBoundingClientRect()
    const within = [0.1, 0.5, 0.9].flatMap((x) =>
      [0.15, 0.5, 0.85].map((y) => [left + x * width, top + y * height] as const),
    )
    return within
      .filter(([, y]) => y >= 0 && y < innerHeight)
      .every(([x, y]) => found.contains(document.elementFromPoint(x, y)))
  })

/** Which of the chart, the ratio, the options, max_duration and lr are not in the window without scrolling. */
async function hiddenFields(page: Page): Promise<string[]> {
  const places = await page.evaluate(() => {
    scrollTo(0, 0)
    const all = '#chart, .ratio, input[type=range], .factor .controls *, #run .fields input, #factors select'
    return Array.from(document.querySelectorAll(all), (element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      const isWithin = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
      return { isWithin: isWithin || !element.checkVisibility(), what: element.outerHTML.slice(0, 120) }
    })
  })
  expect(places.length).toBeGreaterThan(8)
  return places.filter(({ isWithin }) => !isWithin).map(({ what }) => what)
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
] as const) {
  test(`at ${width} × ${height} chart, ratio, options, max_duration and lr are in the window`, async () => {
    const page = await first(width, height)
    const types = await page
      .getByLabel('Scheduler 1')
      .locator('option')
      .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value))
    for (const type of types) {
      await page.getByLabel('Scheduler 1').selectOption(type)
      await settled(page)
      // What is wrong is told in a line of its own.
      if ((await page.locator('[aria-invalid=true]').count()) > 0) continue
      expect((await hiddenFields(page)).map((what) => `${type}: ${what}`)).toEqual([])
    }
    expect((await page.locator('#chart').boundingBox())!.height).toBeGreaterThan(height * 0.4)
    const bar = (await page.locator('header').boundingBox())!
    expect(bar.height).toBeLessThan(56)
    await page.context().close()
  })
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
] as const) {
  test(`at ${width} × ${height} all of every known run is in the window, below a note of one line`, async () => {
    const page = await first(width, height)
    await whole(page)
    const list = page.getByLabel('Start from a known run')
    const names = (await list.locator('option').allTextContents()).slice(1)
    expect(names.length).toBeGreaterThan(12)
    let noted = 0
    for (const name of names) {
      if (name === 'Empty') continue
      await startFrom(page, name)
      expect((await hiddenFields(page)).map((what) => `${name}: ${what}`)).toEqual([])
      const note = page.locator('.preset-note')
      if ((await note.count()) === 0) continue
      noted++
      expect((await note.boundingBox())!.height, name).toBeLessThan(30)
    }
    expect(noted).toBeGreaterThan(8)
    await page.context().close()
  })
}

test('the note on a known run unfolds and folds, by keyboard too', async () => {
  const page = await first(1024, 768)
  await whole(page)
  await choosePreset(page, 'MPT-3B')
  const note = page.locator('#preset-note')
  const more = page.getByRole('button', { name: 'More', exact: true })
  const before = (await note.boundingBox())!.height
  await more.focus()
  await page.keyboard.press('Enter')
  const less = page.getByRole('button', { name: 'Less', exact: true })
  expect(await less.getAttribute('aria-expanded')).toBe('true')
  const after = (await note.boundingBox())!.height
  expect(after).toBeGreaterThan(before * 2)
  expect(await note.evaluate((text) => text.scrollWidth <= text.clientWidth)).toBe(true)
  await page.keyboard.press('Enter')
  expect((await note.boundingBox())!.height).toBe(before)
  await page.context().close()
})

for (const [width, height] of [
  [768, 1024],
  [360, 740],
] as const) {
  test(`at ${width} × ${height} the chart is seen with each field that has the focus, and nothing lies over either`, async () => {
    const page = await first(width, height)
    const chart = page.locator('#chart')
    const check = async (field: Locator) => {
      const seen = await visible(chart)
      const label = await field.evaluate(({ outerHTML }) => outerHTML)
      expect(seen.part, label).toBeGreaterThanOrEqual(0.6)
      expect(seen.height, label).toBeGreaterThanOrEqual(120)
      expect((await visible(field)).part, label).toBe(1)
      expect(await isFree(field), label).toBe(true)
      expect(await isFree(chart), label).toBe(true)
    }
    const fields = await shaping(page)
    for (const field of [...fields, ...[...fields].reverse()]) {
      await field.focus()
      await check(field)
    }
    // Also with something said, and by the Tab key.
    await page.getByText('Save a copy').click()
    await fields.at(-1)!.focus()
    await check(fields.at(-1)!)
    await page.locator('.ratio').focus()
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      if (await focused.evaluate((element) => element.closest('.take') !== null)) break
      if (await focused.evaluate((element) => element.matches('.side input[type=text], .side .controls select'))) {
        await check(focused)
      }
    }
    await page.context().close()
  })
}

test('Tab reaches what shapes a schedule before the code, at every size', async () => {
  for (const [width, height] of [
    [1440, 900],
    [360, 740],
  ] as const) {
    const page = await first(width, height)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const reached: string[] = []
    for (let i = 0; i < 80 && reached.at(-1) !== 'code'; i++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => {
          const { activeElement } = document
          return activeElement!.id === 'code'
            ? 'code'
            : ((activeElement as HTMLInputElement).labels?.[0]?.textContent ?? '')
        }),
      )
    }
    for (const label of ['Scale schedule ratio (SSR)', 'max_duration', 'lr', 't_warmup', 'alpha_f']) {
      expect(reached, label).toContain(label)
    }
    expect(reached.at(-1)).toBe('code')
    await page.context().close()
  }
})

test('the first screen has two curves with their names', async () => {
  const page = await first(1440, 900)
  expect(await page.locator('.legend li').allTextContents()).toEqual(['MPT-7B', 'MPT-7B, ratio 1'])
  expect((await readAt(page, 10_000)).phase).toBe('cosine')
  await page.context().close()
})

test('what is said goes after four seconds, what went wrong stays until it is closed', async () => {
  const page = await first(1440, 900)
  const status = page.locator('#status')
  await page.getByText('Save a copy').click()
  expect(await status.textContent()).toMatch(/^Saved MPT-7B/)
  await page.waitForTimeout(3_000)
  expect(await status.textContent()).toMatch(/^Saved MPT-7B/)
  await page.waitForTimeout(1_500)
  expect(await status.textContent()).toBe('')
  await page.goto('about:blank')
  await page.goto(`${playground.url}#v1.AAAA`)
  await settled(page)
  await page.waitForTimeout(5_000)
  expect(await status.textContent()).toMatch(/^A link to this page is one that it made/)
  await page.getByRole('button', { name: 'Close' }).click()
  expect(await status.textContent()).toBe('')
  await page.context().close()
})

test('what is said hides the note below the chart, and nothing lies over either', async () => {
  const page = await first(1440, 900)
  await page.getByText('Save a copy').click()
  await page.getByLabel('lr', { exact: true }).fill('abc')
  const note = page.locator('.note')
  const words = page.getByText('The dimmed curve is the last one without a mistake.')
  await words.waitFor({ state: 'attached' })
  expect(await page.locator('#status').textContent()).toMatch(/^Saved MPT-7B/)
  expect(await note.isVisible()).toBe(false)
  expect(await isFree(page.locator('#status'))).toBe(true)
  await words.waitFor()
  expect(await page.locator('#status').textContent()).toBe('')
  expect(await isFree(note)).toBe(true)
  await page.context().close()
})

test('a field tells what it is for while it has the focus, and nothing moves for that', async () => {
  const page = await first(1440, 900)
  const field = page.getByLabel('t_warmup', { exact: true })
  const hint = page.locator(`#${await field.getAttribute('aria-describedby')}`)
  const places = () =>
    page.evaluate(() =>
      Array.from(document.querySelectorAll('header .field, .side .field'), (each) => each.getBoundingClientRect().top),
    )
  const before = await places()
  expect(await hint.isVisible()).toBe(false)
  await field.focus()
  expect(await hint.isVisible()).toBe(true)
  expect(await places()).toEqual(before)
  await page.context().close()
})

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [768, 1024],
  [360, 740],
] as const) {
  test(`at ${width} × ${height} what a field tells covers nothing, and every number is seen in full`, async () => {
    const touch = width < 800 ? { hasTouch: true, isMobile: true } : {}
    const page = await first(width, height, touch)
    await whole(page)
    await choosePreset(page, 'Llama 3 405B')
    const fields = await page.locator('header .field, .side .field').all()
    const places = () =>
      page.evaluate(() =>
        Array.from(
          document.querySelectorAll('.side .field, .below, #chart'),
          (each) => (each as HTMLElement).offsetTop,
        ),
      )
    const before = await places()
    expect(fields.length).toBeGreaterThan(8)
    for (const field of fields) {
      const control = field.locator('input:enabled, select:enabled').first()
      if (!(await control.isVisible())) continue
      const id = await control.getAttribute('aria-describedby')
      await control.focus()
      expect(await places()).toEqual(before)
      const covered = await page.evaluate((hintId) => {
        const hint = document.getElementById(hintId!)!
        const { left, top, right, bottom } = hint.getBoundingClientRect()
        const isSeen =
          hint.checkVisibility() && right > left && bottom > top && hint.scrollHeight <= hint.clientHeight + 1
        const all = 'h2, label, input, select, button, summary, .hint, .outline-name, canvas, .legend, .readout, .note'
        // On a narrow page what is scrolled goes below the chart.
        const within = hint.closest('.stage, .side')!
        const others = Array.from(within.querySelectorAll(all)).filter((other) => {
          const box = other.getBoundingClientRect()
          const text = other.matches('h2')
            ? (() => {
                const range = document.createRange()
                range.selectNodeContents(other)
                return range.getBoundingClientRect()
              })()
            : box
          return (
            other !== hint &&
            other.textContent !== '' &&
            other.checkVisibility({ visibilityProperty: true }) &&
            text.left < right &&
            left < text.right &&
            text.top < bottom &&
            top < text.bottom
          )
        })
        return { hint: hint.textContent, isSeen, others: others.map(({ outerHTML }) => outerHTML.slice(0, 80)) }
      }, id)
      expect(covered.isSeen, covered.hint!).toBe(true)
      expect(covered.others, covered.hint!).toEqual([])
      await control.blur()
    }
    // Numbers of up to eighteen digits, in fields of any width.
    const names = (await page.getByLabel('Start from a known run').locator('option').allTextContents()).slice(1)
    const cut = () =>
      page
        .locator('.side .controls input[type=text]:visible')
        .evaluateAll((inputs) =>
          (inputs as HTMLInputElement[])
            .filter(({ value, scrollWidth, clientWidth }) => value.length <= 18 && scrollWidth > clientWidth)
            .map(({ value, clientWidth }) => `${value} in ${clientWidth} pixels`),
        )
    let longest = 0
    for (const name of names) {
      if (name === 'Empty') continue
      await startFrom(page, name)
      expect(await cut(), name).toEqual([])
      longest = Math.max(longest, (await page.getByLabel('max_duration', { exact: true }).inputValue()).length)
    }
    expect(longest).toBeGreaterThan(12)
    const duration = page.getByLabel('max_duration', { exact: true })
    await duration.fill('15000000000000')
    expect(await cut()).toEqual([])
    const letters = await duration.evaluate((input) => Number.parseFloat(getComputedStyle(input).fontSize))
    expect(letters).toBeGreaterThanOrEqual(width < 800 ? 16 : 12)
    await page.context().close()
  })
}

test('numbers neither break nor make rows jump', async () => {
  for (const [width, height] of [
    [1440, 900],
    [360, 740],
  ] as const) {
    const page = await first(width, height)
    await startFrom(page, 'ResNet-50, two schedulers')
    const shape = () =>
      page.locator('.cells .cell').evaluateAll((cells) =>
        cells.map((cell) => {
          const { x, y, height: high } = cell.getBoundingClientRect()
          return [x, y + scrollY, high]
        }),
      )
    await readAt(page, 0)
    const before = await shape()
    for (const batch of [1, 7, 4_999, 33_333, 50_081, 56_339]) {
      await readAt(page, batch)
      expect(await shape()).toEqual(before)
    }
    await page.context().close()
  }
})

test('fingers find targets of 44 pixels, and letters of 16 in fields', async () => {
  const page = await first(360, 740, { hasTouch: true, isMobile: true })
  await page.getByText('Read a configuration').click()
  const small = await page.locator('button, input:not([type=file]), select, textarea, summary').evaluateAll((all) =>
    all.flatMap((element) => {
      const { width, height } = element.getBoundingClientRect()
      if (width === 0) return []
      const letters = Number.parseFloat(getComputedStyle(element).fontSize)
      const isField = element.matches('input[type=text], select, textarea')
      return height >= 44 && width >= 44 && (!isField || letters >= 16)
        ? []
        : [`${element.outerHTML} ${width}×${height}`]
    }),
  )
  expect(small).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  await page.context().close()
})

test('paper has the whole curve in dark letters', async () => {
  const page = await first(1280, 900, { colorScheme: 'dark' })
  const cursor = page.locator('#chart')
  for (let i = 0; i < 4; i++) await page.getByLabel('Zoom in').click()
  await settled(page)
  const before = await page.evaluate(() => document.querySelector('canvas')!.toDataURL())
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('light')
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).color)).toBe('rgb(31, 35, 40)')
  for (const gone of ['header', '.side', '.take']) expect(await page.locator(gone).isVisible()).toBe(false)
  const chart = (await page.locator('canvas').boundingBox())!
  expect(chart.x).toBeGreaterThanOrEqual(0)
  expect(chart.x + chart.width).toBeLessThanOrEqual(1280)
  // The first steps stand there only where all of the run is in view.
  expect(await page.locator('.chart-start').evaluate((element: HTMLElement) => element.hidden)).toBe(false)
  const pdf = await page.pdf()
  expect(pdf.subarray(0, 4).toString()).toBe('%PDF')
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' })
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  await expect
    .poll(() => page.evaluate((was) => document.querySelector('canvas')!.toDataURL() === was, before))
    .toBe(true)
  expect(await cursor.getAttribute('aria-valuenow')).not.toBe(null)
  await page.context().close()
})

test('forced colours keep the swatches and the cursor', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await first(1280, 900, { colorScheme })
    const background = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor)
    const swatch = await background('.swatch')
    await page.emulateMedia({ forcedColors: 'active', colorScheme })
    await expect.poll(() => background('.swatch')).toBe(swatch)
    await settled(page)
    const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    expect(await background('.cursor-line')).not.toBe(ground)
    expect(await background('.cursor-dot')).not.toBe(ground)
    await page.context().close()
  }
})
