/**
 * What is on the y axis, and how it is divided.
 */
import { MEASURE_LABELS, MEASURES, type Measure } from '../state/state.js'
import { h, select } from './dom.js'
import type { Page } from './page.js'

/** Fills a holder with the choices. */
export function showYAxis(holder: HTMLElement, page: Page): void {
  const { state } = page
  const measure = select(
    { id: 'measure', 'aria-label': 'y axis' },
    MEASURES.map((each) => [each, MEASURE_LABELS[each]] as const),
    state.y,
    (chosen) => {
      state.y = chosen as Measure
      page.edited()
    },
  )
  const flag = (name: 'log' | 'fit', title: string) => {
    const box = h('input', { type: 'checkbox', checked: state[name] }, [], {
      change: () => {
        state[name] = box.checked
        page.edited()
      },
    })
    return h('label', { class: 'inline', title }, [box, ` ${name} y`])
  }
  holder.replaceChildren(
    measure,
    flag('log', 'Equal ratios have equal heights'),
    flag('fit', 'The axis spans what is in view, without 0'),
  )
}
