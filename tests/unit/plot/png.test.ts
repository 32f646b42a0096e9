/** What draws a PNG: told plainly where the package or every font is missing. */
import { Resvg } from '@resvg/resvg-js'
import { expect, test } from 'vitest'
import { makePngWriter } from '../../../ts/plot/png.js'

const load = async () => ({ Resvg })

test('a package that is not installed is told with what to run', async () => {
  const missing = () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_MODULE_NOT_FOUND' }))
  await expect(makePngWriter(missing)).rejects.toMatchObject({
    code: 'missing-package',
    message:
      'PNG files are drawn by the package @resvg/resvg-js; it is not installed. Run: npm install @resvg/resvg-js',
  })
})

test('a machine without fonts is told, as its text would not be drawn', async () => {
  await expect(makePngWriter(load, false)).rejects.toMatchObject({
    code: 'missing-font',
    message:
      "The text of a PNG needs one of the machine's fonts; found none. Install one (DejaVu Sans, for example), or make an SVG.",
  })
})

test('a font that is found draws text, two pixels for one', async () => {
  const { fontFamily, draw } = await makePngWriter(load)
  const svg = (text: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30" font-family="${fontFamily}"><text x="5" y="20">${text}</text></svg>`
  const [png, blank] = [draw(svg('run')), draw(svg(''))]
  expect(Array.from(png.subarray(1, 4), (byte) => String.fromCharCode(byte)).join('')).toBe('PNG')
  expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(180)
  expect(png).not.toEqual(blank)
})
