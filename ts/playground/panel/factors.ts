/**
 * The factors of the schedule that is edited: add, choose, set, move, remove.
 */
import { infoOf, type OptionInfo, SCHEDULERS } from '../state/catalogue.js'
import { type BuiltinStep, type FunctionStep, MOST_STEPS, makeStep, type Step } from '../state/state.js'
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
  const { steps } = page.active
  const cards = steps.map((step, index) => factor(page, step, index))
  const add = select(
    { class: 'add', 'aria-label': 'Add a scheduler', disabled: steps.length >= MOST_STEPS },
    [['', steps.length === 0 ? 'Add a scheduler…' : 'Multiply by another scheduler…'], ...TYPES],
    '',
    (type) => {
      steps.push(makeFactor(type))
      restructure(page, `[data-step="${steps.length - 1}"] select`)
    },
  )
  const usual = steps.length > 1 ? 'Their multipliers are multiplied, from first to last.' : ''
  const whole = h('p', { class: 'hint whole' }, usual)
  page.fields.set('', tellerOf(whole))
  holder.replaceChildren(...cards, add, whole)
}

const makeFactor = (type: string): Step =>
  type === FUNCTION ? { kind: 'function', code: FIRST_CODE, held: false } : makeStep(type)

/** Makes the panels anew and gives the focus to what a selector finds there. */
function restructure(page: Page, focus: string): void {
  page.restructured()
  document.querySelector<HTMLElement>(`#factors ${focus}`)?.focus()
}

function factor(page: Page, step: Step, index: number): HTMLElement {
  const { steps } = page.active
  const info = step.kind === 'builtin' ? infoOf(step.type)! : null
  const name = info?.label ?? 'Custom function'
  const swap = (by: number) => () => {
    steps.splice(index + by, 0, ...steps.splice(index, 1))
    restructure(page, `[data-step="${index + by}"] select`)
  }
  const move = (label: string, sign: string, by: number, isPossible: boolean) =>
    button(sign, swap(by), { class: 'icon', 'aria-label': `Move ${name} ${label}`, disabled: !isPossible })
  const chooser = select({ 'aria-label': `Scheduler ${index + 1}` }, TYPES, info?.type ?? FUNCTION, (type) => {
    steps[index] = kept(makeFactor(type), step)
    restructure(page, `[data-step="${index}"] select`)
  })
  const remove = () => {
    steps.splice(index, 1)
    restructure(page, index > 0 ? `[data-step="${index - 1}"] select` : '.add')
  }
  const about = h(
    'p',
    { class: 'hint about' },
    info?.summary ?? 'A function of the state and the ratio, run in a worker of its own.',
  )
  page.fields.set(`step.${index}.`, tellerOf(about))
  return h('section', { class: 'factor', 'data-step': index, 'aria-label': `${index + 1}: ${name}` }, [
    h('div', { class: 'factor-head' }, [
      h('span', { class: 'times', 'aria-hidden': 'true' }, index === 0 ? 'α' : '×'),
      chooser,
      move('up', '↑', -1, index > 0),
      move('down', '↓', 1, index < steps.length - 1),
      button('✕', remove, { class: 'icon', 'aria-label': `Remove ${name}` }),
    ]),
    about,
    step.kind === 'builtin' ? optionsOf(page, step, index) : codeOf(page, step, index),
  ])
}

/** What the new factor has under the same name stays as it was. */
function kept(made: Step, before: Step): Step {
  if (made.kind !== 'builtin' || before.kind !== 'builtin') return made
  const common = Object.entries(before.options).filter(([name]) => name in made.options)
  return { ...made, options: { ...made.options, ...Object.fromEntries(common) } }
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

function optionsOf(page: Page, step: BuiltinStep, index: number): HTMLElement {
  const fields = infoOf(step.type)!.options.map((option) => {
    const made = optionField(option, step.options[option.key] ?? '', (value) => {
      step.options[option.key] = value
      page.edited()
    })
    page.fields.set(`step.${index}.${option.key}`, made)
    return made.element
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

function codeOf(page: Page, step: FunctionStep, index: number): HTMLElement {
  const area = h('textarea', { rows: 5, spellcheck: 'false', class: 'code' }, step.code, {
    input: () => {
      step.code = area.value
      page.edited()
    },
    // Tab leaves the field, as everywhere on the page.
  })
  const hint = 'Gets state.timestamp, maxDuration and dataloaderLen; 2 s at most, without network or storage.'
  const made = field({ label: 'Code', hint, wide: true }, [area])
  const run = button(step.held ? 'Run this code' : 'Run again', () => {
    step.held = false
    page.run(page.active)
    restructure(page, `[data-step="${index}"] textarea`)
  })
  const note = step.held
    ? h('p', { class: 'held', role: 'note' }, 'This code came with a link. Read it; it runs only after a click.')
    : null
  return h('div', { class: 'fields' }, [note, made.element, h('div', { class: 'field wide' }, run)])
}
