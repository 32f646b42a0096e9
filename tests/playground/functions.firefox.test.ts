/**
 * Functions of the user's in stock Firefox: values, words of a syntax error, an end to what is endless.
 */
import { beforeAll, expect, test } from 'vitest'
import { inFirefox, SOON } from './firefox.js'

inFirefox((page) => {
  beforeAll(async () => {
    await page.go()
    await page.evaluate(() => {
      const presets = document.querySelector<HTMLSelectElement>('[aria-label="Start from a known run"]')!
      presets.value = Array.from(presets.options).find(({ text }) => text.startsWith('Halve after ten epochs'))!.value
      presets.dispatchEvent(new Event('change', { bubbles: true }))
    })
  })

  const type = (code: string) =>
    page.evaluate((text) => {
      const area = document.querySelector<HTMLTextAreaElement>('textarea.code')!
      area.value = text
      area.dispatchEvent(new Event('input', { bubbles: true }))
    }, code)
  const said = () => page.evaluate(() => document.querySelector('.factor .field:has(.code) .hint')!.textContent)
  const alpha = () => page.evaluate(() => document.querySelector('[data-name="α"]')!.textContent)

  test('a function is evaluated', async () => {
    await type('(state, ssr) => 0.375')
    await expect.poll(alpha, SOON).toBe('0.375')
  })

  test('a syntax error is told in its words, and what is more than one expression is none', async () => {
    await type('(state, ssr) => ((')
    await expect.poll(said, SOON).toMatch(/found SyntaxError: \S+.*Correct the code/)
    for (const [code, words] of [
      ['(state, ssr) => {\n  return 1\n', 'the { of line 1 is never closed'],
      ['(state, ssr) =>\n  1 +\n\n', 'the text ends too soon, in line 2'],
      ['(state, ssr) => 1\n;', 'something stands after the end of the expression, in line 2'],
      ['(state, ssr) => {\n  const a = 1\n  const b = = 2\n  return 1\n}', '(line 3)'],
    ] as const) {
      await type(code)
      await expect.poll(said, SOON).toContain(words)
    }
    await type('0.5); globalThis.ran = true; (1')
    await expect.poll(said, SOON).toMatch(/found SyntaxError: \S+/)
    await type('(state, ssr) => { throw new Error("out of luck") }')
    await expect.poll(said, SOON).toMatch(/found that it threw: out of luck\./)
    await type('(state, ssr) => 0.25')
    await expect.poll(alpha, SOON).toBe('0.25')
  })

  test('an endless function is ended, and code reaches no file of the page', async () => {
    await type('(state, ssr) => { for (;;) {} }')
    await expect.poll(said, SOON).toMatch(/found none in 2 s, and ended it/)
    const own = await page.evaluate(() => document.querySelector<HTMLScriptElement>('script[src]')!.src)
    await type(`(await import(${JSON.stringify(own)}), () => 1)`)
    await expect.poll(said, SOON).toMatch(/found TypeError/)
  })
})
