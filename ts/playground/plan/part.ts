/**
 * How a part of the plan panel looks: closed until somebody wants it, and it works only while it is open.
 */
import { h } from '../panel/dom.js'

/** A part with its line, which tells when it is opened, and when it is closed. */
export function part(
  title: string,
  content: readonly HTMLElement[],
  opened: () => void,
  closed: () => void = () => {},
): HTMLDetailsElement {
  const element = h('details', { class: 'plan-part' }, [
    h('summary', {}, title),
    h('div', { class: 'plan-content' }, [...content]),
  ])
  element.addEventListener('toggle', () => {
    if (element.open) opened()
    else closed()
  })
  return element
}

/** A line of words that is told when it changes. */
export function sayings(): { readonly element: HTMLElement; say(...lines: readonly (string | null)[]): void } {
  const element = h('div', { class: 'sayings', 'aria-live': 'polite' })
  let said = ''
  return {
    element,
    say: (...lines) => {
      const found = lines.filter((line): line is string => line !== null)
      if (found.join('\n') === said) return
      said = found.join('\n')
      element.replaceChildren(...found.map((line) => h('p', {}, line)))
    },
  }
}
