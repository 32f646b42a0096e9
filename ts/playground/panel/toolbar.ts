/**
 * What is on the x axis, and buttons for what gestures do.
 */

import { AXES, AXIS_LABELS, type Axis } from '../state/state.js'
import { button, h, select } from './dom.js'
import type { Page } from './page.js'

/** What the buttons do. */
export interface ViewActions {
  zoom(factor: number): void
  pan(part: number): void
  all(): void
}

/** Fills a holder with the toolbar. */
export function showToolbar(holder: HTMLElement, page: Page, actions: ViewActions): void {
  const { state } = page
  const axis = select(
    { id: 'axis' },
    AXES.map((each) => [each, AXIS_LABELS[each]] as const),
    state.axis,
    (chosen) => {
      state.axis = chosen as Axis
      page.edited()
    },
  )
  const icon = (sign: string, label: string, act: () => void, more = '') =>
    button(sign, act, { class: `icon quiet ${more}`.trim(), 'aria-label': label, title: label })
  holder.replaceChildren(
    h('label', { class: 'inline', for: 'axis' }, [h('span', {}, 'x axis '), axis]),
    h('div', { class: 'row tight', role: 'group', 'aria-label': 'View' }, [
      icon('+', 'Zoom in', () => actions.zoom(1 / 2)),
      icon('−', 'Zoom out', () => actions.zoom(2)),
      icon('◂', 'Pan to earlier', () => actions.pan(-0.4), 'pan'),
      icon('▸', 'Pan to later', () => actions.pan(0.4), 'pan'),
      button('All', actions.all, { class: 'quiet', title: 'Show the whole run' }),
    ]),
  )
}
