/**
 * Elements in one expression each. Text is always text, never markup.
 */

type Child = Node | string | null | undefined | false
type Handlers = { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void }

/** Attributes; true is one without a value, and false, null and undefined leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>

/** An element with attributes, children and handlers. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly Child[] | Child = [],
  handlers: Handlers = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
  for (const child of Array.isArray(children) ? children : [children as Child]) if (child) element.append(child)
  for (const [event, handler] of Object.entries(handlers)) element.addEventListener(event, handler as EventListener)
  return element
}

/** Sets or removes an attribute. */
export function setAttribute(element: Element, name: string, value: Attributes[string]): void {
  if (value === false || value === null || value === undefined) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}

/** An option of a drop-down list. */
type ListOption = readonly [value: string, label: string, group?: string]

/** Options of a drop-down list, those of a group below its name. */
export function optionsOf(options: readonly ListOption[]): HTMLElement[] {
  const groups = new Map<string, HTMLElement>()
  return options.flatMap(([value, label, group]) => {
    const entry = h('option', { value }, label)
    if (group === undefined) return [entry]
    const holder = groups.get(group)
    if (holder !== undefined) {
      holder.append(entry)
      return []
    }
    const made = h('optgroup', { label: group }, entry)
    groups.set(group, made)
    return [made]
  })
}

/** A drop-down list; options may be in groups. One that does something at once is deliberate. */
export function select(
  attributes: Attributes,
  options: readonly ListOption[],
  chosen: string,
  onChange: (value: string) => void,
  isDeliberate = false,
): HTMLSelectElement {
  const element = h('select', attributes, optionsOf(options))
  element.value = chosen
  if (isDeliberate) deliberate(element)
  element.addEventListener('change', () => onChange(element.value))
  return element
}

/**
 * Makes a list of things to do wait for a decision: keys that only look through it while it is closed do nothing until
 * Enter, and leaving it takes them back.
 */
function deliberate(list: HTMLSelectElement): void {
  let key: string | null = null
  let isAsked = false
  list.addEventListener('pointerdown', () => {
    key = null
  })
  list.addEventListener('keydown', (event) => {
    key = event.key
    if (key !== 'Enter' || list.value === '' || !isAsked) return
    event.preventDefault()
    isAsked = false
    list.dispatchEvent(new Event('change', { bubbles: true }))
  })
  list.addEventListener(
    'change',
    (event) => {
      // With the list open, the choice is made by Enter, Space, Tab or the mouse.
      isAsked = key !== null && !['Enter', ' ', 'Tab'].includes(key)
      if (isAsked) event.stopImmediatePropagation()
    },
    { capture: true },
  )
  list.addEventListener('blur', () => {
    key = null
    if (isAsked) list.value = ''
    isAsked = false
  })
}

/** A button. */
export const button = (label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement =>
  h('button', { type: 'button', ...attributes }, label, { click: onClick })

/** Runs at most once a frame. */
export function onceAFrame(run: () => void): () => void {
  let isAsked = false
  return () => {
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(() => {
      isAsked = false
      run()
    })
  }
}

/** Runs once it has been quiet for a while. */
export function afterQuiet(milliseconds: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(run, milliseconds)
  }
}

let lastId = 0
/** An id that no other element has. */
export const freshId = (prefix: string): string => `${prefix}-${++lastId}`
