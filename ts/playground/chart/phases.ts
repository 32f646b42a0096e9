/**
 * Paints the phases behind the curves: every other one on a band, with lines between and their names above.
 */
import type { Theme } from '../../plot/theme.js'
import type { Phase } from '../engine/messages.js'
import { fontOf, type Place } from './axes.js'
import { nameBands } from './names.js'

/** Every other phase on a band with lines between, and over each its name as it fits. */
export function paintPhases(
  context: CanvasRenderingContext2D,
  phases: readonly Phase[],
  x: readonly [number, number],
  { left, top, width, height, ratio }: Place,
  theme: Theme,
): void {
  const place = (value: number) => left + ((value - x[0]) / (x[1] - x[0])) * width
  context.save()
  context.scale(ratio, ratio)
  context.font = fontOf(1)
  context.textAlign = 'center'
  context.strokeStyle = theme.frame
  context.lineWidth = 0.75
  context.setLineDash([2, 3])
  nameBands(phases, place, x, (text) => context.measureText(text).width).forEach(({ from, until, name }, index) => {
    context.fillStyle = theme.band
    if (index % 2 === 0) context.fillRect(from, top, until - from, height)
    if (index > 0) {
      context.beginPath()
      context.moveTo(from, top - 4)
      context.lineTo(from, top + height)
      context.stroke()
    }
    context.fillStyle = theme.muted
    if (name !== null) context.fillText(name, (from + until) / 2, top - 9)
  })
  context.restore()
}
