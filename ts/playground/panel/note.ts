/**
 * What is to be known about the chart, in a line below it; it comes after the first curve.
 */
import type { Drawing, Layer } from '../chart/drawing.js'
import { isComparison, measureOf } from '../state/measure.js'
import { type Axis, activeOf, isHeld, type PageState } from '../state/state.js'
import { functionsOf } from '../state/tree.js'
import { countText, lrText, percentText } from './numbers.js'

/** What an axis needs that the run does not give. */
export const MISSING: Readonly<Record<Axis, string>> = {
  ba: '',
  ep: 'An axis in epochs needs dataloader_len; found none. Give it under Run, or choose batches.',
  sp: 'An axis in samples needs the samples per batch; found none. Give them under Run, or choose batches.',
  tok: 'An axis in tokens needs the samples per batch and the tokens per sample; found not both. Give them under Run, or choose batches.',
  dur: '',
}

/** The line; '' where there is nothing to say. */
export function noteOn(drawing: Drawing, state: PageState): string {
  const drawn = drawing.drawn.get(String(state.active))
  if (isHeld(activeOf(state))) {
    return 'This schedule has code that came with a link: it runs after a click on ‘Run this code’.'
  }
  if (!drawn) return ''
  const { info, problem, whole, part, isBusy } = drawn
  if (problem !== null) return whole === null ? '' : 'The dimmed curve is the last one without a mistake.'
  if (info === null) return ''
  if (info.rates[state.axis] === null) return MISSING[state.axis]
  if (drawn.done !== null) {
    const many = countText((part ?? whole)?.columns.count ?? info.batches)
    return `Looking at each of ${many} batches, so that no peak is lost: ${percentText(drawn.done)}. The curve is a sample until then.`
  }
  if (isComparison(state.y)) {
    if (measureOf(state) !== state.y) {
      return 'Functions run each by itself, and are compared with nothing; found one that is shown. Hide it, or choose another y axis.'
    }
    if (drawing.drawn.size < 2) {
      return 'A comparison is of two curves; found one. Save a copy and change it, start from a known run, or set a ratio.'
    }
  }
  const stride = (part ?? whole)?.columns.stride ?? 1
  const hasFunction = functionsOf(drawn.schedule.factors).length > 0
  // What is still being looked at is shown as a sample for a moment, which is not worth a word.
  if (!isBusy && stride > 1) {
    const what = hasFunction ? 'A function is asked at' : 'Of so long a run the chart shows'
    return `${what} every ${countText(stride)}th batch only; zoom in for all.`
  }
  if (info.batches === 1) return 'This run has one batch; its curve is a point at the left edge.'
  return beyondChart(part ?? whole, state.log) ?? info.warnings[0] ?? ''
}

// No axis goes further: the difference of its ends is finite.
const LARGEST = Number.MAX_VALUE / 4

/** What of a curve no axis shows, in words; null where there is nothing. */
function beyondChart(layer: Layer | null, isLog: boolean): string | null {
  if (layer === null) return null
  const { low, high } = layer.columns
  const most = high.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const least = low.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const far = most > LARGEST ? most : least < -LARGEST ? least : null
  if (far !== null)
    return `The chart shows learning rates of up to ${LARGEST.toExponential(1)}; found ${lrText(far)}. Lower lr or the multiplier.`
  if (isLog && least < 0) {
    return `A logarithmic axis shows what is above 0; found ${lrText(least)}. Take off ‘log y’ to see all of the curve.`
  }
  return null
}
