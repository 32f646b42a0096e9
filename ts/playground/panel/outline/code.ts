/**
 * The field of a function's code, and the button that runs it.
 */
import type { FunctionFactor } from '../../state/tree.js'
import { button, h } from '../dom.js'
import { type Field, field } from '../field.js'

/** What becomes of code. */
export interface CodeActions {
  edited(): void
  run(): void
}

/** The fields of a function, of which that of the code tells what is wrong with it. */
export function codeField(
  factor: FunctionFactor,
  actions: CodeActions,
): { readonly element: HTMLElement; readonly entry: Field } {
  const area = h('textarea', { rows: 5, spellcheck: 'false', class: 'code' }, factor.code, {
    input: () => {
      factor.code = area.value
      actions.edited()
    },
    // Tab leaves the field, as everywhere on the page.
  })
  const hint = 'Gets state.timestamp, maxDuration and dataloaderLen; 2 s at most, without network or storage.'
  const entry = field({ label: 'Code', hint, wide: true }, [area])
  const run = button(factor.held ? 'Run this code' : 'Run again', actions.run)
  const note = factor.held
    ? h('p', { class: 'held', role: 'note' }, 'This code came with a link. Read it; it runs only after a click.')
    : null
  return {
    element: h('div', { class: 'fields' }, [note, entry.element, h('div', { class: 'field wide' }, run)]),
    entry,
  }
}
