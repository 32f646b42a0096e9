/**
 * Edits are taken back and done again, by buttons, keys and the browser's Back; what was made is never lost.
 */
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choosePreset, type Playground, readAt, settled, startPlayground } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const textIn = (page: Page, label: string) => field(page, label).inputValue()
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' })
const redo = (page: Page) => page.getByRole('button', { name: 'Redo' })

/** Types into a field and leaves it. */
async function edit(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text)
  await field(page, label).blur()
}

test('one step for each finished edit, and none for the view and the cursor', async () => {
  const page = await playground.open()
  await settled(page)
  expect(await undo(page).isDisabled()).toBe(true)
  await field(page, 'alpha_f').click()
  await field(page, 'alpha_f').press('End')
  await page.keyboard.type('23')
  await page.keyboard.press('Tab')
  expect(await textIn(page, 'alpha_f')).toBe('0.123')
  // A drag of the slider, which tells each place that it comes by.
  const slider = page.getByLabel('Scale schedule ratio, as a slider')
  const box = (await slider.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.62, box.y + box.height / 2)
  await page.mouse.down()
  for (let i = 0; i <= 10; i++) await page.mouse.move(box.x + box.width * (0.6 - 0.02 * i), box.y + box.height / 2)
  await page.mouse.up()
  await page.getByLabel('Zoom in').click()
  await readAt(page, 9_000)
  await page.getByLabel('log y').check()
  await undo(page).click()
  expect(await page.getByLabel('log y').isChecked()).toBe(false)
  await undo(page).click()
  expect(await page.locator('.ratio').inputValue()).toBe('1')
  expect(await textIn(page, 'alpha_f')).toBe('0.123')
  await undo(page).click()
  expect(await textIn(page, 'alpha_f')).toBe('0.1')
  expect(await undo(page).isDisabled()).toBe(true)
  for (let i = 0; i < 3; i++) await redo(page).click()
  expect(await redo(page).isDisabled()).toBe(true)
  expect(await page.getByLabel('log y').isChecked()).toBe(true)
  expect(await textIn(page, 'alpha_f')).toBe('0.123')
  await page.context().close()
})

test('keys: a field has its own undo while something is typed, the page has one afterwards', async () => {
  const page = await playground.open()
  await settled(page)
  await edit(page, 'alpha_f', '0.2')
  await edit(page, 't_warmup', '77')
  await field(page, 't_warmup').click()
  await page.keyboard.press('End')
  await page.keyboard.type('9')
  await page.keyboard.press('Control+z')
  expect(await textIn(page, 't_warmup')).toBe('77')
  expect(await textIn(page, 'alpha_f')).toBe('0.2')
  // What was typed is taken back; the next one is the page's. The focus stays in the field.
  await page.keyboard.press('Control+z')
  expect(await textIn(page, 't_warmup')).toBe('100')
  expect(await field(page, 't_warmup').evaluate((input) => input === document.activeElement)).toBe(true)
  await page.keyboard.press('Control+z')
  expect(await textIn(page, 'alpha_f')).toBe('0.1')
  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Control+Shift+z')
  expect(await textIn(page, 't_warmup')).toBe('77')
  // Another field than the state's keeps its own.
  await page.locator('#go-to').fill('5')
  await page.keyboard.press('Control+z')
  expect(await textIn(page, 't_warmup')).toBe('77')
  await page.context().close()
})

test('Back takes back the latest edit, also one that is under way, and ahead does it again', async () => {
  const page = await playground.open()
  await settled(page)
  await edit(page, 'alpha_f', '0.2')
  await edit(page, 't_warmup', '50')
  await page.waitForTimeout(1500)
  await field(page, 'lr').fill('3')
  await page.goBack()
  await expect.poll(() => textIn(page, 'lr')).toBe('1.2e-4')
  expect(await textIn(page, 't_warmup')).toBe('50')
  await page.goBack()
  await expect.poll(() => textIn(page, 't_warmup')).toBe('100')
  await settled(page)
  // The address is that of what is shown.
  await page.waitForTimeout(1500)
  const other = await playground.open(new URL(page.url()).hash)
  expect([await textIn(other, 'alpha_f'), await textIn(other, 't_warmup')]).toEqual(['0.2', '100'])
  await other.context().close()
  await page.goForward()
  await expect.poll(() => textIn(page, 't_warmup')).toBe('50')
  await page.goBack()
  await page.goBack()
  await expect.poll(() => textIn(page, 'alpha_f')).toBe('0.1')
  expect(await undo(page).isDisabled()).toBe(true)
  await page.context().close()
})

test('all of the tree and of the list comes back: added, wrapped, removed, replaced, renamed', async () => {
  const page = await playground.open()
  await settled(page)
  const seen: string[] = []
  const shown = async () =>
    `${await page.locator('.outline .name').allTextContents()} | ${await page
      .getByLabel('Name of the schedule')
      .evaluateAll((names) => names.map((name) => (name as HTMLInputElement).value))}`
  const act = async (work: () => Promise<unknown>) => {
    seen.push(await shown())
    await work()
  }
  await act(() => page.getByLabel('Add a scheduler').selectOption({ label: 'Multi-step' }))
  await act(() => page.getByLabel('Wrap Multi-step in').selectOption({ label: 'Clamp' }))
  await act(() => page.getByText('Save a copy').click())
  await act(() => page.getByLabel('Remove Cosine with warm-up').click())
  await act(() => page.getByLabel('Scheduler 1').selectOption('AffineScheduler'))
  await act(async () => {
    await page.getByLabel('Name of the schedule').last().fill('mine')
    await page.getByLabel('Name of the schedule').last().blur()
  })
  await act(() => page.getByRole('button', { name: 'Remove MPT-7B', exact: true }).click())
  const last = await shown()
  for (const before of [...seen].reverse()) {
    await undo(page).click()
    expect(await shown()).toBe(before)
  }
  for (let i = 0; i < seen.length; i++) await redo(page).click()
  expect(await shown()).toBe(last)
  await settled(page)
  await page.context().close()
})

test('at most a hundred steps, and a known run is added to what was made', async () => {
  const page = await playground.open()
  await settled(page)
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('input.ratio')!
    for (let i = 1; i <= 110; i++) {
      input.value = String(i / 100)
      input.dispatchEvent(new Event('input', { bubbles: true }))
      input.dispatchEvent(new Event('change', { bubbles: true }))
    }
  })
  let count = 0
  for (; await undo(page).isEnabled(); count++) await undo(page).click()
  expect(count).toBe(100)
  expect(await page.locator('.ratio').inputValue()).toBe('0.1')
  await choosePreset(page, 'MPT-125M')
  expect(await page.locator('.schedules li').count()).toBe(2)
  // That one stays to be compared with, though nobody has worked on it.
  await choosePreset(page, 'MPT-350M')
  expect(await page.locator('.schedules li').count()).toBe(3)
  await undo(page).click()
  expect(await page.locator('.schedules li').count()).toBe(2)
  await undo(page).click()
  expect(await page.locator('.schedules li').count()).toBe(1)
  expect(await page.locator('.ratio').inputValue()).toBe('0.1')
  await page.context().close()
})

test('what was typed a moment before a reload is there, and the bare address opens the last work', async () => {
  const page = await playground.open()
  await settled(page)
  await field(page, 'alpha_f').fill('0.375')
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const input = document.querySelector<HTMLInputElement>('#run input')!
        input.value = '12345'
        input.dispatchEvent(new Event('input', { bubbles: true }))
        setTimeout(resolve, 20)
      }),
  )
  await page.reload()
  expect([await textIn(page, 'alpha_f'), await textIn(page, 'max_duration')]).toEqual(['0.375', '12345'])
  const bare = await page.context().newPage()
  await bare.goto(playground.url)
  expect(await textIn(bare, 'alpha_f')).toBe('0.375')
  await page.context().close()
})

test('after a reload Back goes by the addresses, of which each is what the page showed', async () => {
  const page = await playground.open()
  await settled(page)
  await edit(page, 'alpha_f', '0.2')
  await page.waitForTimeout(1500)
  await edit(page, 't_warmup', '50')
  await page.waitForTimeout(1500)
  await page.reload()
  await settled(page)
  await page.goBack()
  await expect.poll(() => textIn(page, 't_warmup')).toBe('100')
  expect(await textIn(page, 'alpha_f')).toBe('0.2')
  await page.goForward()
  await expect.poll(() => textIn(page, 't_warmup')).toBe('50')
  await page.context().close()
})

test('a link opens beside the work, and tabs do not overwrite each other', async () => {
  const page = await playground.open()
  await settled(page)
  const before = page.url()
  await edit(page, 'alpha_f', '0.5')
  // It is written once the page is quiet.
  await expect.poll(() => page.url(), { timeout: 20_000 }).not.toBe(before)
  const link = new URL(page.url()).hash
  await edit(page, 'alpha_f', '0.25')
  const context = page.context()
  // A link that is only looked at is no work.
  const linked = await context.newPage()
  await linked.goto(`${playground.url}${link}`)
  expect(await textIn(linked, 'alpha_f')).toBe('0.5')
  await linked.getByLabel('Zoom in').click()
  const bare = await context.newPage()
  await bare.goto(playground.url)
  expect(await textIn(bare, 'alpha_f')).toBe('0.25')
  // Each goes its own way from here.
  await edit(bare, 'alpha_f', '0.75')
  await edit(linked, 'alpha_f', '0.625')
  await edit(page, 'lr', '2')
  for (const [tab, alpha, lr] of [
    [page, '0.25', '2'],
    [bare, '0.75', '1.2e-4'],
    [linked, '0.625', '1.2e-4'],
  ] as const) {
    await tab.reload()
    expect([await textIn(tab, 'alpha_f'), await textIn(tab, 'lr')]).toEqual([alpha, lr])
  }
  // In the same tab, too: Back brings the work back.
  await page.evaluate((hash) => {
    location.hash = hash
  }, link)
  await expect.poll(() => textIn(page, 'alpha_f')).toBe('0.5')
  await page.goBack()
  await expect.poll(() => textIn(page, 'alpha_f')).toBe('0.25')
  expect(await textIn(page, 'lr')).toBe('2')
  await context.close()
})

test('code that came with a link stays held after a reload, and what was typed here goes on', async () => {
  const page = await playground.open()
  await choosePreset(page, 'Halve after ten epochs (a function)')
  await field(page, 'Code').fill('(state, ssr) => 0.25')
  await field(page, 'Code').blur()
  await settled(page)
  await page.waitForTimeout(1500)
  const { hash } = new URL(page.url())
  await page.reload()
  await settled(page)
  expect((await readAt(page, 7)).α).toBe(0.25)
  const other = await playground.open(hash)
  await other.waitForSelector('.held')
  await edit(other, 'lr', '5')
  await other.waitForTimeout(1500)
  await other.reload()
  await other.waitForSelector('.held')
  expect(await textIn(other, 'lr')).toBe('5')
  const bare = await other.context().newPage()
  await bare.goto(playground.url)
  await bare.waitForSelector('.held')
  await other.context().close()
  await page.context().close()
})
