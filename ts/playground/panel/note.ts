/**
 * What is to be known about the chart, in a line below it.
 */
import type { Drawing } from '../chart/drawing.js'
import { activeOf, isHeld, type PageState } from '../state/state.js'
import { countText } from './numbers.js'
import { MISSING } from './toolbar.js'

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
  const stride = (part ?? whole)?.columns.stride ?? 1
  const hasFunction = drawn.schedule.factors.some(({ kind }) => kind === 'function')
  // What is still being looked at is shown as a sample for a moment, which is not worth a word.
  if (!isBusy && stride > 1) {
    const what = hasFunction ? 'A function is asked at' : 'Of so long a run the chart shows'
    return `${what} every ${countText(stride)}th batch only; zoom in for all.`
  }
  return info.warnings[0] ?? ''
}
