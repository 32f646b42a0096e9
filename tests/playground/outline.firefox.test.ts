/**
 * Links and the outline in stock Firefox: old and new links open, the keyboard shapes a tree, Back takes it back.
 */
import { expect, test } from 'vitest'
import { inFirefox, SOON } from './firefox.js'

// MPT-7B at half the ratio, by its numbers; a function behind a line.
const OLD = '#v1.izbUMQDD6Gil1AIlHRA3OlYnOjY2NhYA'

inFirefox((page) => {
  const alpha = () => page.evaluate(() => document.querySelector('[data-name="α"]')?.textContent)
  const outline = () =>
    page.evaluate(() =>
      Array.from(document.querySelectorAll('.outline-name'), (row) => {
        const depth = row.closest('[data-path]')!.getAttribute('data-path')!.split('.').length - 1
        return `${'- '.repeat(depth)}${row.querySelector('.name')!.textContent}`
      }),
    )
  const choose = (label: string, text: string) =>
    page.evaluate(
      (name, option) => {
        const list = document.querySelector<HTMLSelectElement>(`[aria-label="${name}"]`)!
        list.value = Array.from(list.options).find((each) => each.text === option)!.value
        list.dispatchEvent(new Event('change', { bubbles: true }))
      },
      label,
      text,
    )

  test('a link of the first form opens', async () => {
    await page.go(OLD)
    await expect
      .poll(() => page.evaluate(() => document.querySelector('.whole')?.textContent), SOON)
      .toMatch(/at least one scheduler/)
    expect(await page.evaluate(() => document.querySelector<HTMLSelectElement>('#axis')!.value)).toBe('ep')
  })

  test('a tree is shaped with the keyboard, and goes by link', async () => {
    await page.go()
    await expect.poll(page.ready, SOON).toBe('true')
    await choose('Put after Cosine with warm-up', 'Linear')
    expect(await outline()).toEqual(['Sequence', '- Cosine with warm-up', '- Linear'])
    await page.focus('[data-path="0.1"] > .outline-row > .outline-name')
    await page.press('Alt', 'ArrowUp')
    await expect.poll(outline, SOON).toEqual(['Sequence', '- Linear', '- Cosine with warm-up'])
    await page.press('ArrowDown')
    await page.press('Delete')
    await expect.poll(outline, SOON).toEqual(['Sequence', '- Linear'])
    await page.press('ArrowLeft')
    await choose('Wrap Sequence in', 'Affine')
    await expect.poll(outline, SOON).toEqual(['Affine', '- Sequence', '- - Linear'])
    await expect.poll(page.ready, SOON).toBe('true')
    await expect.poll(() => page.evaluate(() => location.hash), SOON).toMatch(/^#v2\./)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const hash = await page.evaluate(() => location.hash)
    const before = await alpha()
    await page.go(hash)
    await expect.poll(page.ready, SOON).toBe('true')
    expect(await outline()).toEqual(['Affine', '- Sequence', '- - Linear'])
    await expect.poll(alpha, SOON).toBe(before)
  })

  test('Back takes back the latest edit, and the key does', async () => {
    await page.go()
    await expect.poll(page.ready, SOON).toBe('true')
    const before = await outline()
    await choose('Add a scheduler', 'Step')
    await choose('Wrap Step in', 'Clamp')
    await page.evaluate(() => history.back())
    await expect.poll(outline, SOON).toEqual([...before, 'Step'])
    await page.focus('[data-path="0"] > .outline-row > .outline-name')
    await page.press('Control', 'z')
    await expect.poll(outline, SOON).toEqual(before)
  })
})
