/**
 * SVG to PNG, by a package that is installed for this only; and which font its text can have.
 */
import { PlotError } from './errors.js'

type Resvg = typeof import('@resvg/resvg-js').Resvg

// A name that bundlers don't follow and minifiers don't put in place: the package is optional.
const [PACKAGE] = Object.freeze(['@resvg/resvg-js']) as [string]

/** A PNG has this many pixels for each of the SVG, so that text is sharp. */
export const PIXELS = 2

/** What draws a PNG. */
export interface PngWriter {
  /** The font for the text of an SVG. */
  readonly fontFamily: string
  /** An SVG as the bytes of a PNG. */
  draw(svg: string): Uint8Array
}

/**
 * Loads the package, and looks for a font.
 *
 * @param load - how to get the package
 * @param loadSystemFonts - whether the machine's fonts are there
 * @throws PlotError when the package is not installed, or there is no font at all
 */
export async function makePngWriter(
  load: () => Promise<{ Resvg: Resvg }> = () => import(PACKAGE),
  loadSystemFonts = true,
): Promise<PngWriter> {
  const { Resvg } = await load().catch((cause) => {
    const rule = 'PNG files are drawn by the package @resvg/resvg-js'
    const isMissing = /^(ERR_)?MODULE_NOT_FOUND$/.test(String(cause?.code))
    const found = isMissing ? 'it is not installed' : `it does not load (${cause?.message ?? cause})`
    throw new PlotError('missing-package', `${rule}; ${found}. Run: npm install @resvg/resvg-js`, { cause })
  })
  const fontFamily = findFont(Resvg, loadSystemFonts)
  if (fontFamily === null) {
    const rule = "The text of a PNG needs one of the machine's fonts"
    throw new PlotError('missing-font', `${rule}; found none. Install one (DejaVu Sans, for example), or make an SVG.`)
  }
  const font = { loadSystemFonts, defaultFontFamily: fontFamily, sansSerifFamily: fontFamily }
  return {
    fontFamily,
    draw: (svg) => new Resvg(svg, { font, fitTo: { mode: 'zoom', value: PIXELS } }).render().asPng(),
  }
}

// Sans serif, by how well they suit; the last one stands for none of them.
const FAMILIES = [
  'Inter',
  'Segoe UI',
  'Helvetica Neue',
  'Helvetica',
  'Arial',
  'Liberation Sans',
  'Noto Sans',
  'Roboto',
  'Open Sans',
  'Ubuntu',
  'Cantarell',
  'FreeSans',
  'Verdana',
  'DejaVu Sans',
  'No such font',
] as const
const [WIDTH, ROW] = [320, 32]

/** The first font of the list that the machine has, else any, else null: text without a font is silently not drawn. */
function findFont(Resvg: Resvg, loadSystemFonts: boolean): string | null {
  const rows = FAMILIES.map(
    (family, index) => `<text x="4" y="${index * ROW + 22}" font-family="${family}">Rail 0123 agM</text>`,
  )
  const size = `width="${WIDTH}" height="${FAMILIES.length * ROW}"`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-size="20">${rows.join('')}</svg>`
  const { pixels } = new Resvg(svg, { font: { loadSystemFonts } }).render()
  const drawn = FAMILIES.map((_, index) => pixels.subarray(index * ROW * WIDTH * 4, (index + 1) * ROW * WIDTH * 4))
  // What is drawn otherwise than a font that is not there is there.
  const fallback = drawn.at(-1)!
  const found = FAMILIES.find((_, index) => !drawn[index]!.equals(fallback))
  return found ?? (fallback.some((value) => value !== 0) ? 'sans-serif' : null)
}
