/**
 * The factors of the schedule that is edited: add, choose, set, move, remove.
 */
import { infoOf, type OptionInfo, SCHEDULERS } from '../state/catalogue.js'
import { type BuiltinFactor, type Factor, type FunctionFactor, MOST_FACTORS, makeFactor } from '../state/state.js'
import { button, h, select } from './dom.js'
import { type Field, field, flagField, onceEach, textField, timeField } from './field.js'
import type { Page } from './page.js'

const FUNCTION = 'function'
const SCHEDULER_UNITS = ['ba', 'ep', 'sp', 'tok', 'dur', 'iter']
const TYPES = [
  ...SCHEDULERS.map(({ type, label }) => [type, label, 'Composer’s schedulers'] as const),
  [FUNCTION, 'Custom function', 'Your own'] as const,
]
const FIRST_CODE = '(state, ssr) => (state.timestamp.batch < 500 * ssr ? 1 : 0.5)'

/** Fills a holder with the factors. */
export function showFactors(holder: HTMLElement, page: Page): void {
  const { factors } = page.active
  const cards = factors.map((factor, index) => factorCard(page, factor, index))
  const add = select(
    { class: 'add', 'aria-label': 'Add a scheduler', disabled: factors.length >= MOST_FACTORS },
    [['', factors.length === 0 ? 'Add a scheduler…' : 'Multiply by another scheduler…'], ...TYPES],
    '',
    (type) => {
      factors.push(newFactor(type))
      restructure(page, `[data-factor="${factors.length - 1}"] select`)
    },
    true,
  )
  const usual = factors.length > 1 ? 'Their multipliers are multiplied, from first to last.' : ''
  const whole = h('p', { class: 'hint whole' }, usual)
  page.fields.set('', tellerOf(whole))
  holder.replaceChildren(...cards, add, whole)
}

const newFactor = (type: string): Factor =>
  type === FUNCTION ? { kind: 'function', code: FIRST_CODE, held: false } : makeFactor(type)

/** Makes the panels anew and gives the focus to what a selector finds there. */
function restructure(page: Page, focus: string): void {
  page.restructured()
  document.querySelector<HTMLElement>(`#factors ${focus}`)?.focus()
}

function factorCard(page: Page, factor: Factor, index: number): HTMLElement {
  const { factors } = page.active
  const info = factor.kind === 'builtin' ? infoOf(factor.type)! : null
  const name = info?.label ?? 'Custom function'
  const swap = (by: number) => () => {
    factors.splice(index + by, 0, ...factors.splice(index, 1))
    restructure(page, `[data-factor="${index + by}"] select`)
  }
  const move = (label: string, sign: string, by: number, isPossible: boolean) =>
    button(sign, swap(by), { class: 'icon', 'aria-label': `Move ${name} ${label}`, disabled: !isPossible })
  const chooser = select({ 'aria-label': `Scheduler ${index + 1}` }, TYPES, info?.type ?? FUNCTION, (type) => {
    factors[index] = withOptionsOf(factor, newFactor(type))
    restructure(page, `[data-factor="${index}"] select`)
  })
  const remove = () => {
    factors.splice(index, 1)
    restructure(page, index > 0 ? `[data-factor="${index - 1}"] select` : '.add')
  }
  const about = h(
    'p',
    { class: 'hint about' },
    info?.summary ?? 'A function of the state and the ratio, run in a worker of its own.',
  )
  page.fields.set(`factor.${index}.`, tellerOf(about))
  return h('section', { class: 'factor', 'data-factor': index, 'aria-label': `${index + 1}: ${name}` }, [
    h('div', { class: 'factor-head' }, [
      h('span', { class: 'times', 'aria-hidden': 'true' }, index === 0 ? 'α' : '×'),
      chooser,
      move('up', '↑', -1, index > 0),
      move('down', '↓', 1, index < factors.length - 1),
      button('✕', remove, { class: 'icon', 'aria-label': `Remove ${name}` }),
    ]),
    about,
    factor.kind === 'builtin' ? optionsOf(page, factor, index) : codeOf(page, factor, index),
  ])
}

/** The new factor, with the options of the old one that have the same names. */
function withOptionsOf(before: Factor, next: Factor): Factor {
  if (next.kind !== 'builtin' || before.kind !== 'builtin') return next
  const common = Object.entries(before.options).filter(([name]) => name in next.options)
  return { ...next, options: { ...next.options, ...Object.fromEntries(common) } }
}

/** A line that tells of problems in place of its text. */
function tellerOf(line: HTMLElement): Field {
  const usual = line.textContent
  return {
    element: line,
    tell: onceEach((problem) => {
      line.textContent = problem ?? usual
      line.classList.toggle('problem', problem !== null)
      if (problem === null) line.removeAttribute('role')
      else line.setAttribute('role', 'alert')
    }),
  }
}

function optionsOf(page: Page, factor: BuiltinFactor, index: number): HTMLElement {
  const fields = infoOf(factor.type)!.options.map((option) => {
    const entry = optionField(option, factor.options[option.key] ?? '', (value) => {
      factor.options[option.key] = value
      page.edited()
    })
    page.fields.set(`factor.${index}.${option.key}`, entry)
    return entry.element
  })
  return h('div', { class: 'fields' }, fields)
}

function optionField(
  { key, kind, byDefault, description }: OptionInfo,
  value: string,
  onInput: (value: string) => void,
): Field {
  const usual = byDefault === null ? '' : ` · ${kind === 'flag' ? 'off' : byDefault} by default`
  const look = { label: key, isCode: true, hint: `${description}${usual}` }
  switch (kind) {
    case 'time':
      return timeField({ ...look, units: SCHEDULER_UNITS }, value, onInput)
    case 'flag':
      return flagField(look, value === 'true', (isOn) => onInput(String(isOn)))
    case 'times':
      return textField({ ...look, hint: `${look.hint}, each with its unit`, wide: true }, value, onInput)
    case 'number':
      return textField({ ...look, numeric: true }, value, onInput)
  }
}

function codeOf(page: Page, factor: FunctionFactor, index: number): HTMLElement {
  const area = h('textarea', { rows: 5, spellcheck: 'false', class: 'code' }, factor.code, {
    input: () => {
      factor.code = area.value
      page.edited()
    },
    // Tab leaves the field, as everywhere on the page.
  })
  const hint = 'Gets state.timestamp, maxDuration and dataloaderLen; 2 s at most, without network or storage.'
  const entry = field({ label: 'Code', hint, wide: true }, [area])
  const run = button(factor.held ? 'Run this code' : 'Run again', () => {
    factor.held = false
    page.run(page.active)
    restructure(page, `[data-factor="${index}"] textarea`)
  })
  const note = factor.held
    ? h('p', { class: 'held', role: 'note' }, 'This code came with a link. Read it; it runs only after a click.')
    : null
  return h('div', { class: 'fields' }, [note, entry.element, h('div', { class: 'field wide' }, run)])
}
