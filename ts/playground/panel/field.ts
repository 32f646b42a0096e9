/**
 * Fields with a label and a line below it: what the field is for, or what is wrong with it.
 */

import type { Place } from '../engine/messages.js'
import { freshId, h, select, setAttribute } from './dom.js'

/** A field on the page. */
export interface Field {
  readonly element: HTMLElement
  /** Shows what is wrong, or its usual line again. */
  tell(problem: string | null): void
  /** Takes another usual line; of fields with controls. */
  explain?(hint: string): void
  /** Shows what comes of what is typed, or nothing. */
  note(text: string | null): void
  /** Shows another value, which came from elsewhere; of fields of text. */
  show?(value: string): void
}

const isNarrow = matchMedia('(max-width: 960px)')

/** The key of a place. */
export const placeKey = ({ run, factor, option }: Place): string =>
  run !== undefined ? `run.${run}` : factor !== undefined ? `factor.${factor.join('.')}.${option ?? ''}` : ''

/** What a field is made of. */
export interface FieldOptions {
  readonly label: string
  /** A name in code, such as an option of Composer's. */
  readonly isCode?: boolean
  readonly hint: string
  readonly wide?: boolean
}

/** A field around controls, the first of which takes its label. */
export function field({ label, isCode, hint, wide }: FieldOptions, controls: readonly HTMLElement[]): Field {
  let usual = hint
  let isWrong = false
  const id = freshId('field')
  const [first] = controls
  first!.id = id
  const inputs = controls.filter((control) => control.matches('input, select, textarea'))
  for (const control of inputs) control.setAttribute('aria-describedby', `${id}-hint`)
  const line = h('p', { class: 'hint', id: `${id}-hint` }, hint)
  const note = h('p', { class: 'outcome', hidden: true })
  const element = h('div', { class: wide ? 'field wide' : 'field' }, [
    h('label', { for: id, class: isCode ? 'code' : null }, label),
    h('div', { class: 'controls' }, [...controls]),
    note,
    line,
  ])
  // Told where it covers nothing: under the chart, which stays in view, or in the heading of a panel beside the chart.
  const place = () => {
    const isBeside = element.closest('.side') !== null && !isNarrow.matches
    const isElsewhere = !isWrong && !isBeside && element.contains(document.activeElement) && !element.closest('.steady')
    ;(isElsewhere ? document.querySelector('.below')! : element).append(line)
  }
  for (const event of ['focusin', 'focusout'] as const) element.addEventListener(event, () => queueMicrotask(place))
  return {
    element,
    note: (text) => {
      note.textContent = text
      note.hidden = text === null
    },
    explain: (other) => {
      usual = other
      if (!isWrong) line.textContent = usual
    },
    tell: onceEach((problem) => {
      isWrong = problem !== null
      line.textContent = problem ?? usual
      line.classList.toggle('problem', problem !== null)
      place()
      // Read out when it appears, without moving the focus.
      setAttribute(line, 'role', problem === null ? null : 'alert')
      for (const control of inputs) setAttribute(control, 'aria-invalid', problem === null ? null : 'true')
    }),
  }
}

/** Tells a problem only when it is another one than last time: it is called in every frame. */
export function onceEach(tell: Field['tell']): Field['tell'] {
  let last: string | null = null
  return (problem) => {
    if (problem !== last) tell(problem)
    last = problem
  }
}

// A longer text is a list or a sentence, of which a part is enough.
const MOST_FITTED = 18

/** Lets a field show all of a number: the style sheet makes letters as small as so many need. */
function fit(input: HTMLInputElement): void {
  const { length } = input.value
  input.style.setProperty('--letters', String(length <= MOST_FITTED ? length : 0))
}

/** A field of one line of text. */
export function textField(
  options: FieldOptions & { readonly placeholder?: string; readonly numeric?: boolean },
  value: string,
  onInput: (value: string) => void,
): Field {
  const input = h(
    'input',
    {
      type: 'text',
      value,
      placeholder: options.placeholder,
      inputmode: options.numeric ? 'decimal' : null,
      autocomplete: 'off',
      spellcheck: 'false',
    },
    [],
    {
      input: () => {
        fit(input)
        onInput(input.value)
      },
    },
  )
  const show = (text: string) => {
    input.value = text
    fit(input)
  }
  fit(input)
  return { ...field(options, [input]), show }
}

const SPLIT = /^(.*?)\s*(iter|ep|ba|sp|tok|dur|sec)$/

/** The units of times, and their names in full. */
export const UNITS: readonly (readonly [string, string])[] = [
  ['ba', 'batches'],
  ['ep', 'epochs'],
  ['sp', 'samples'],
  ['tok', 'tokens'],
  ['dur', 'fraction'],
  ['iter', 'iterations'],
  ['sec', 'seconds'],
]

/** A field for a time: a number, and its unit. A unit that is typed behind the number is taken over. */
export function timeField(
  options: FieldOptions & { readonly units: readonly string[]; readonly isOptional?: boolean },
  value: string,
  onInput: (value: string) => void,
): Field {
  const isNone = value === '' && options.isOptional === true
  const [, number = value, unit = isNone ? 'ba' : ''] = SPLIT.exec(value) ?? []
  const choices = UNITS.filter(([name]) => options.units.includes(name)).map(([name]) => [name, name] as const)
  const entries = unit === '' || choices.some(([name]) => name === unit) ? choices : [...choices, [unit, unit] as const]
  const tell = () => {
    fit(input)
    const typed = input.value.trim()
    onInput(typed === '' && options.isOptional ? '' : `${typed}${units.value}`)
  }
  const placeholder = options.isOptional ? 'none' : null
  const look = { type: 'text', value: number, placeholder, inputmode: 'decimal', autocomplete: 'off' }
  const input = h('input', look, [], {
    input: () => {
      const typed = SPLIT.exec(input.value)
      if (typed !== null && choices.some(([name]) => name === typed[2])) {
        units.value = typed[2]!
        input.value = typed[1]!
      }
      tell()
    },
  })
  const all = unit === '' ? [['', '–'] as const, ...entries] : entries
  const units = select({ class: 'unit', 'aria-label': `Unit of ${options.label}` }, all, unit, tell)
  for (const entry of units.options) entry.title = UNITS.find(([name]) => name === entry.value)?.[1] ?? ''
  const show = (text: string) => {
    const [, typed = text, its = units.value] = SPLIT.exec(text) ?? []
    input.value = typed
    units.value = its
    fit(input)
  }
  fit(input)
  return { ...field(options, [input, units]), show }
}

/** A field that is on or off. */
export function flagField(options: FieldOptions, isOn: boolean, onInput: (isOn: boolean) => void): Field {
  const input = h('input', { type: 'checkbox', checked: isOn }, [], { change: () => onInput(input.checked) })
  return field(options, [input])
}

/** A field for one of a few words. */
export function choiceField(
  options: FieldOptions,
  words: readonly string[],
  value: string,
  onInput: (value: string) => void,
): Field {
  const entries = words.map((word) => [word, word] as const)
  const all = words.includes(value) ? entries : [...entries, [value, value] as const]
  return field(options, [select({ class: 'choice' }, all, value, onInput)])
}
