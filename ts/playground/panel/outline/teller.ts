/**
 * Lines that tell of problems in place of their text.
 */
import { type Field, onceEach } from '../field.js'

/** A line as a field without controls. */
export function tellerOf(line: HTMLElement): Field {
  const usual = line.textContent
  return {
    element: line,
    note: () => {},
    tell: onceEach((problem) => {
      line.textContent = problem ?? usual
      line.hidden = line.textContent === '' && line.classList.contains('row-problem')
      line.classList.toggle('problem', problem !== null)
      if (problem === null) line.removeAttribute('role')
      else line.setAttribute('role', 'alert')
    }),
  }
}
