/**
 * The whole panel with all of its parts open: no violation of axe's rules, nothing wider than the page, room for fingers,
 * and every part by the keyboard alone.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../helpers/examples.js'
import { violations } from '../axe.js'
import { type Playground, settled, startPlayground, whole } from '../page.js'
import { partOf, wordsOf } from './panel.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const TITLES = ['Budget', 'Extend or resume', 'Log', 'Sweep'] as const

/** Everything open, with answers. */
async function opened(options: BrowserContextOptions): Promise<Page> {
  const page = await playground.open('', options)
  await settled(page)
  await whole(page)
  for (const title of TITLES) await partOf(page, title).locator('summary').click()
  await page.getByLabel('Log of training').fill(readFileSync(path.join(ROOT, 'examples/run/metrics.csv'), 'utf8'))
  await page.getByRole('button', { name: 'Read the log' }).click()
  for (const title of TITLES) await expect.poll(() => wordsOf(page, title)).not.toEqual([])
  await expect.poll(() => page.locator('.ways li').count()).toBeGreaterThan(4)
  await expect.poll(() => page.locator('.plan tbody tr').count()).toBeGreaterThan(15)
  return page
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [360, 740],
  ] as const) {
    test(`axe finds nothing at ${width} pixels in ${colorScheme}, and nothing is wider`, async () => {
      // The page's policy would forbid axe, which is not part of it.
      const page = await opened({ colorScheme, viewport: { width, height }, bypassCSP: true })
      expect(await violations(page)).toEqual([])
      const wide = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement
        const panel = document.querySelector('.plan')!.getBoundingClientRect()
        const inner = Array.from(document.querySelectorAll('.plan *'))
        const out = inner.filter(
          (element) =>
            element.closest('.sheet, pre') === null && element.getBoundingClientRect().right > panel.right + 1,
        )
        return [scrollWidth - clientWidth, out.map((element) => element.outerHTML.slice(0, 80))]
      })
      expect(wide).toEqual([0, []])
      // What is wrong is told in a colour that can be read, too.
      await page.getByLabel('GPUs', { exact: true }).fill('none')
      await page.getByLabel('Here, at step', { exact: true }).fill('none')
      await page.getByLabel('Curves', { exact: true }).fill('none')
      await expect.poll(() => page.locator('.plan .hint.problem').count()).toBe(3)
      expect(await violations(page)).toEqual([])
      await page.context().close()
    })
  }
}

test('fingers have room', async () => {
  const page = await opened({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } })
  const small = await page.locator('.plan :is(button, select, summary, input, textarea):visible').evaluateAll((all) =>
    all.flatMap((element) => {
      const { height } = element.getBoundingClientRect()
      return height < 44 ? [`${element.tagName} ${element.textContent} ${height}`] : []
    }),
  )
  expect(small).toEqual([])
  await page.context().close()
})

test('each part is opened, filled and read by the keyboard alone', async () => {
  const page = await playground.open('', { permissions: ['clipboard-read', 'clipboard-write'] })
  await settled(page)
  await whole(page)
  const label = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement
      return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? ''
    })
  const tabTo = async (name: string) => {
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab')
      if ((await label()) === name) return
    }
    throw new Error(`no tab stop ${name}`)
  }
  await partOf(page, 'Budget').locator('summary').focus()
  await page.keyboard.press('Enter')
  await tabTo('Tokens')
  await page.keyboard.type('1T')
  await expect
    .poll(() => wordsOf(page, 'Budget'))
    .toContainEqual(expect.stringContaining('The run would have max_duration'))
  await tabTo('Take over as max_duration')
  await page.keyboard.press('Enter')
  await expect.poll(() => wordsOf(page, 'Budget')).toContainEqual('The run is as long as that.')
  expect(await label()).toContain('Budget')
  await page.keyboard.press('Enter')
  await tabTo('Extend or resume: go on from a step')
  await tabTo('Log: what was trained, over the plan')
  await page.keyboard.press('Enter')
  await tabTo('Log of training')
  await page.keyboard.insertText('{"step": 1, "lr": 0.5}\n{"step": 2, "lr": 0.5}\n{"step": 3, "lr": 0.5}\n')
  await tabTo('Read the log')
  await page.keyboard.press('Enter')
  await expect.poll(() => wordsOf(page, 'Log')).toContainEqual(expect.stringContaining('3 rows of lr'))
  await tabTo('Take it off the chart')
  await page.keyboard.press('Enter')
  expect(await label()).toBe('Log of training')
  await tabTo('Sweep: one option, from one value to another')
  await page.keyboard.press('Enter')
  await tabTo('Curves')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('3')
  await expect.poll(() => wordsOf(page, 'Sweep')).toContainEqual(expect.stringContaining('3 curves'))
  await tabTo('Copy the specification')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('#status').textContent()).toContain('The specification is on the clipboard')
  await page.context().close()
})
