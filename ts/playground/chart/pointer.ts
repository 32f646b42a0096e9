/**
 * Mouse, touch and keyboard on the chart as what they mean: move the cursor, zoom, pan, show all.
 */

/** What gestures ask for; places are pixels from the left of the plot. */
export interface Gestures {
  /** The width of the plot. */
  width(): number
  cursorTo(left: number): void
  /** By columns of the chart, or by whole batches. */
  moveCursor(by: number, unit: 'column' | 'batch' | 'page' | 'end'): void
  showBox(edges: readonly [number, number] | null): void
  /** Shows what is between two places. */
  zoomTo(from: number, until: number): void
  showAll(): void
  /** Pins what the cursor reads, or takes the pin out. */
  pin(): void
}

const LEAST_BOX = 6
const WHEEL = 0.0016

/** Listens on the plot, and for keys on the element that takes the focus. */
export function listen(over: HTMLElement, keys: HTMLElement, gestures: Gestures): void {
  listenToPointers(over, gestures)
  over.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const lines = event.deltaMode === 1 ? 20 : 1
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        const by = (event.deltaX || event.deltaY) * lines
        return gestures.zoomTo(by, gestures.width() + by)
      }
      zoomAround(gestures, leftOf(over, event), Math.exp(Math.max(-400, Math.min(400, event.deltaY * lines)) * WHEEL))
    },
    { passive: false },
  )
  over.addEventListener('dblclick', () => gestures.showAll())
  keys.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (press(event, gestures)) event.preventDefault()
  })
}

/** What gestures on the first steps ask for. */
export interface StartGestures {
  /** From 0 at the left to 1 at the right. */
  cursorTo(part: number): void
  /** Shows the first steps in the whole chart. */
  zoom(): void
}

/** Listens on the first steps, where the cursor follows and a double-click zooms. */
export function listenAtStart(over: HTMLElement, { cursorTo, zoom }: StartGestures): void {
  const move = (event: PointerEvent) => cursorTo(leftOf(over, event) / over.getBoundingClientRect().width)
  over.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    over.setPointerCapture(event.pointerId)
    move(event)
  })
  over.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' || event.buttons > 0) move(event)
  })
  over.addEventListener('dblclick', zoom)
}

/** Zooms by a factor around a place. */
export function zoomAround(gestures: Gestures, left: number, factor: number): void {
  gestures.zoomTo(left - left * factor, left + (gestures.width() - left) * factor)
}

function press({ key, shiftKey }: KeyboardEvent, gestures: Gestures): boolean {
  const width = gestures.width()
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      gestures.moveCursor(-1, shiftKey ? 'batch' : 'column')
      return true
    case 'ArrowRight':
    case 'ArrowUp':
      gestures.moveCursor(1, shiftKey ? 'batch' : 'column')
      return true
    case 'PageDown':
    case 'PageUp':
      gestures.moveCursor(key === 'PageUp' ? 1 : -1, 'page')
      return true
    case 'Home':
    case 'End':
      gestures.moveCursor(key === 'End' ? 1 : -1, 'end')
      return true
    case '+':
    case '=':
      zoomAround(gestures, width / 2, 1 / 1.5)
      return true
    case '-':
      zoomAround(gestures, width / 2, 1.5)
      return true
    case '[':
    case ']':
      gestures.zoomTo((key === '[' ? -0.2 : 0.2) * width, (key === '[' ? 0.8 : 1.2) * width)
      return true
    case '0':
      gestures.showAll()
      return true
    case 'p':
      gestures.pin()
      return true
    default:
      return false
  }
}

/** A drag selects, with shift it pans; one finger moves the cursor, two zoom and pan. */
function listenToPointers(over: HTMLElement, gestures: Gestures): void {
  const fingers = new Map<number, Finger>()
  let start: { readonly left: number; readonly isPan: boolean; last: number } | null = null
  over.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    over.setPointerCapture(event.pointerId)
    const left = leftOf(over, event)
    if (event.pointerType === 'mouse') start = { left, isPan: event.shiftKey, last: left }
    else fingers.set(event.pointerId, { left, top: event.clientY })
    gestures.cursorTo(left)
  })
  over.addEventListener('pointermove', (event) => {
    const left = leftOf(over, event)
    if (fingers.has(event.pointerId)) {
      const before = [...fingers.values()]
      fingers.set(event.pointerId, { left, top: event.clientY })
      const after = [...fingers.values()]
      if (after.length === 1) gestures.cursorTo(left)
      else if (after.length === 2) pinch(gestures, before, after)
      return
    }
    if (start?.isPan) {
      gestures.zoomTo(start.last - left, gestures.width() + start.last - left)
      start.last = left
    } else if (start !== null && Math.abs(left - start.left) > LEAST_BOX) gestures.showBox([start.left, left])
    else if (start !== null) gestures.showBox(null)
    gestures.cursorTo(left)
  })
  const end = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
    const left = leftOf(over, event)
    const from = start
    start = null
    gestures.showBox(null)
    if (event.type !== 'pointerup' || from === null || from.isPan || Math.abs(left - from.left) <= LEAST_BOX) return
    gestures.zoomTo(Math.min(from.left, left), Math.max(from.left, left))
  }
  over.addEventListener('pointerup', end)
  over.addEventListener('pointercancel', end)
}

/** Where a finger is, from the left of the plot and the top of the window. */
interface Finger {
  readonly left: number
  readonly top: number
}

/** Zooms by the distance of two fingers in any direction; what was between them stays there. */
function pinch(gestures: Gestures, before: readonly Finger[], after: readonly Finger[]): void {
  const distance = ([a, b]: readonly Finger[]) => Math.max(8, Math.hypot(a!.left - b!.left, a!.top - b!.top))
  const middle = ([a, b]: readonly Finger[]) => (a!.left + b!.left) / 2
  const factor = distance(before) / distance(after)
  const from = middle(before) - middle(after) * factor
  gestures.zoomTo(from, from + gestures.width() * factor)
}

const edges = new WeakMap<HTMLElement, DOMRect>()

/** Where an element is; asked for once a frame, as each time it may be that all of the page is laid out. */
function edgesOf(element: HTMLElement): DOMRect {
  let found = edges.get(element)
  if (found === undefined) {
    found = element.getBoundingClientRect()
    edges.set(element, found)
    requestAnimationFrame(() => edges.delete(element))
  }
  return found
}

/** The place of a pointer, within the plot. */
function leftOf(over: HTMLElement, event: MouseEvent): number {
  const { left, width } = edgesOf(over)
  return Math.max(0, Math.min(width, event.clientX - left))
}
