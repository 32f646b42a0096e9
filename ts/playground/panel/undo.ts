/**
 * Undo by the keyboard, and the focus, which stays where it was when panels are made anew.
 */
import type { Field } from './field.js'

/**
 * Listens for the keys. While something is typed, they are the field's, which has an undo of its own; afterwards they
 * are the page's.
 *
 * @param isTyping - whether an edit is under way
 */
export function listenForUndo(step: (by: number) => void, isTyping: () => boolean): void {
  document.addEventListener('keydown', (event) => {
    const key = event.key.toLowerCase()
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return
    if (isText(event.target) && (isTyping() || !isOfState(event.target))) return
    event.preventDefault()
    step(key === 'y' || event.shiftKey ? 1 : -1)
  })
}

const isText = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && target.matches('textarea, input[type=text]')

/** Whether what is typed there is part of the state: of the panels, and not of what is only asked or read. */
const isOfState = (target: HTMLElement): boolean => target.closest('#ratio, #schedules, #factors, #run') !== null

/** Makes panels anew, and gives the focus to what stands where it was. */
export function keepingFocus(fields: ReadonlyMap<string, Field>, make: () => void): void {
  const focused = document.activeElement
  const tag = focused?.tagName.toLowerCase() ?? ''
  const key = [...fields].find(([, { element }]) => focused !== null && element.contains(focused))?.[0]
  const label = focused?.getAttribute('aria-label') ?? null
  make()
  if (focused === null || focused === document.body || focused.isConnected) return
  const inField = key === undefined ? null : fields.get(key)?.element.querySelector<HTMLElement>(tag)
  const byLabel = label === null ? null : document.querySelector<HTMLElement>(`[aria-label="${CSS.escape(label)}"]`)
  const found = inField ?? byLabel ?? document.querySelector<HTMLElement>('.outline-row.chosen .outline-name')
  found?.focus()
}
