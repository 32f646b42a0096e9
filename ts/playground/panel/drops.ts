/**
 * What is dropped on the page, anywhere on it: a file, or a text.
 */

/** Takes drops; text that is moved into a field is the field's. */
export function takeDrops(take: (given: File | string) => void): void {
  const isTheirs = ({ target, dataTransfer }: DragEvent) =>
    target instanceof Element &&
    target.closest('input, textarea') !== null &&
    dataTransfer?.types.includes('Files') !== true
  document.addEventListener('dragover', (event) => {
    if (!isTheirs(event)) event.preventDefault()
  })
  document.addEventListener('drop', (event) => {
    if (isTheirs(event)) return
    event.preventDefault()
    const given = event.dataTransfer?.files[0] ?? event.dataTransfer?.getData('text/plain')
    if (given) take(given)
  })
}
