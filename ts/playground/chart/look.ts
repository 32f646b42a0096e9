/**
 * How schedules look wherever they are shown: on the chart, in its legend, in lists and in pictures.
 */
import { type Stroke, strokeOf } from '../../plot/theme.js'
import { h } from '../panel/dom.js'
import { theme } from '../panel/theme.js'
import type { Schedule } from '../state/state.js'
import { GHOST } from './drawing.js'

/** The stroke of what is drawn under a key, in this theme: the unscaled form of a schedule is dashed. */
export function strokeFor(key: string, colour: number): Stroke {
  const stroke = strokeOf(theme(), colour)
  return key === GHOST ? { ...stroke, dash: '5 4' } : stroke
}

/** What it is called. */
export const labelOf = (key: string, { name }: Schedule): string => (key === GHOST ? `${name}, ratio 1` : name)

/** A bar in the colour of a stroke, with its dashes: their gaps are cut out, so that it is of any ground. */
export function swatchIn({ colour, dash }: Stroke): HTMLElement {
  const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' })
  swatch.style.background = colour
  let at = 0
  const stops = (dash ?? '').split(' ').map((length, index) => {
    const from = at
    at += Number(length)
    return `${index % 2 === 0 ? '#000' : '#0000'} ${from}px ${at}px`
  })
  if (dash !== undefined) swatch.style.maskImage = `repeating-linear-gradient(90deg, ${stops.join()})`
  return swatch
}

/** The bar of a schedule. */
export const swatchOf = (colour: number): HTMLElement => swatchIn(strokeFor('', colour))

/** A sample of a line. */
export function sampleOf({ colour, dash }: Stroke): SVGElement {
  const make = (name: string, attributes: Readonly<Record<string, string | number | undefined>>) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes))
      if (value !== undefined) element.setAttribute(key, String(value))
    return element
  }
  const sample = make('svg', { class: 'sample', width: 28, height: 8, viewBox: '0 0 28 8', 'aria-hidden': 'true' })
  sample.append(make('path', { d: 'M0 4h28', stroke: colour, 'stroke-width': 2.25, 'stroke-dasharray': dash }))
  return sample
}
