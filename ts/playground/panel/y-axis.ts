/**
 * What is on the y axis, and how it is divided.
 */
import { QUANTITIES, QUANTITY_LABELS, type Quantity } from '../state/state.js'
import { h, select } from './dom.js'
import type { Page } from './page.js'

/** Fills a holder with the choices. */
export function showYAxis(holder: HTMLElement, page: Page): void {
  const { state } = page
  const quantity = select(
    { id: 'quantity', 'aria-label': 'y axis' },
    QUANTITIES.map((each) => [each, QUANTITY_LABELS[each]] as const),
    state.y,
    (chosen) => {
      state.y = chosen as Quantity
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
    quantity,
    flag('log', 'Equal ratios have equal heights'),
    flag('fit', 'The axis spans what is in view, without 0'),
  )
}
