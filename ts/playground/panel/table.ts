/**
 * A table of numbers: its caption is heard and not seen, as a heading says it already.
 */
import { h } from './dom.js'
import { addStyles } from './styles.js'
import styles from './table.css?inline'

addStyles(styles)

/** The table. */
export function tableOf(caption: string, head: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const titles = head.map((name) => h('th', { scope: 'col' }, name))
  return h('table', {}, [
    h('caption', { class: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, titles)),
    h('tbody', {}, rows),
  ])
}
