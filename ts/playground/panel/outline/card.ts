/**
 * The scheduler that is chosen: what it is, what can be put around and after it, its options.
 */
import {
  addPart,
  canMoveInto,
  canMoveOut,
  canUnwrap,
  canWrap,
  exchange,
  hasRoom,
  isOfMany,
  moveInto,
  moveOut,
  putAfter,
  unwrap,
  wrap,
} from '../../state/reshape.js'
import { type Factor, factorAt, isSamePath, nodeAbove, type Path, placedIn } from '../../state/tree.js'
import { button, h, select } from '../dom.js'
import type { Field } from '../field.js'
import type { Page } from '../page.js'
import { codeField } from './code.js'
import { optionFields } from './options.js'
import { keyOf } from './rows.js'
import { tellerOf } from './teller.js'
import { FUNCTION, NODE_TYPES, nameOf, newFactor, summaryOf, TYPES } from './types.js'

/** What a card asks of the outline. */
export interface CardActions {
  /** Shows all anew after a change of the tree, with another one chosen; the focus goes to what a selector finds. */
  reshaped(chosen: Path, focus: string): void
}

/** The card, what makes another tree of the scheduler, and the fields of its options by their keys. */
export interface Card {
  readonly element: HTMLElement
  readonly shapers: readonly HTMLElement[]
  readonly fields: ReadonlyMap<string, Field>
}

/** The card of the chosen scheduler. */
export function cardOf(page: Page, path: Path, actions: CardActions): Card {
  const { factors, run } = page.active
  const factor = factorAt(factors, path)!
  const place = placedIn(factors).findIndex((each) => isSamePath(each.path, path))
  const name = nameOf(factor)
  const own = factor.kind === 'function' ? FUNCTION : factor.type
  const chooser = select(
    { 'aria-label': `Scheduler ${place + 1}` },
    // What is made of others may come around it.
    canWrap(factors, path) ? TYPES : TYPES.filter((entry) => entry[0] === own || !NODE_TYPES.includes(entry)),
    own,
    (type) => {
      exchange(factors, path, newFactor(type))
      actions.reshaped(path, '.factor-head select')
    },
  )
  const about = h('p', { class: 'hint about' }, summaryOf(factor))
  // Of a function the field of its code tells it.
  if (factor.kind !== 'function') page.fields.set(`factor.${keyOf(path)}.`, tellerOf(about))
  const { element, fields } = valuesOf(page, path, factor, actions)
  const clock = clockOf(page, path)
  return {
    element: h('section', { class: 'factor', 'data-factor': place, 'aria-label': `${place + 1}: ${name}` }, [
      h('div', { class: 'factor-head' }, chooser),
      about,
      clock,
      element,
    ]),
    shapers: shapersOf(page, path, factor, run.maxDuration, actions),
    fields,
  }
}

/** What makes another tree of it. */
function shapersOf({ active }: Page, path: Path, factor: Factor, end: string, actions: CardActions): HTMLElement[] {
  const { factors } = active
  const name = nameOf(factor)
  const row = (chosen: Path) =>
    actions.reshaped(chosen, `[data-path="${keyOf(chosen)}"] > .outline-row > .outline-name`)
  const list = (label: string, text: string, types: typeof TYPES, act: (type: string) => Path, isPossible: boolean) =>
    select(
      { 'aria-label': label, class: 'shaper', disabled: !isPossible },
      [['', text], ...types],
      '',
      (type) => row(act(type)),
      true,
    )
  const act = (label: string, text: string, run: () => Path, isPossible: boolean) =>
    button(text, () => row(run()), { class: 'small', 'aria-label': label, title: label, disabled: !isPossible })
  const isRoomy = canWrap(factors, path)
  const after = nodeAbove(factors, path)?.type === 'SequenceScheduler' ? hasRoom(factors, path.length) : isRoomy
  return [
    list(`Wrap ${name} in`, 'Wrap in…', NODE_TYPES, (type) => wrap(factors, path, type), isRoomy),
    list(`Put after ${name}`, 'Put after…', TYPES, (type) => putAfter(factors, path, newFactor(type), end), after),
    ...(isOfMany(factor)
      ? [
          list(
            `Add a part to ${name}`,
            'Add a part…',
            TYPES,
            (type) => addPart(factors, path, newFactor(type), end),
            hasRoom(factors, path.length + 1),
          ),
        ]
      : []),
    ...(factor.kind === 'node'
      ? [act(`Unwrap ${name}`, 'Unwrap', () => unwrap(factors, path), canUnwrap(factors, path))]
      : []),
    ...(path.length > 1
      ? [act(`Take out ${name}`, 'Take out', () => moveOut(factors, path, end), canMoveOut(factors, path))]
      : []),
    ...(canMoveInto(factors, path)
      ? [act(`Put into previous: ${name}`, 'Put into previous', () => moveInto(factors, path, end), true)]
      : []),
  ]
}

/** Which clock a part of a sequence sees; nothing for any other. */
function clockOf(page: Page, path: Path): HTMLElement | null {
  const above = nodeAbove(page.active.factors, path)
  if (above?.type !== 'SequenceScheduler') return null
  const part = above.parts[path.at(-1)!]!
  const isOuter = h('input', { type: 'checkbox', checked: part.isOuter }, [], {
    change: () => {
      part.isOuter = isOuter.checked
      page.edited()
    },
  })
  return h('label', { class: 'inline clock-choice' }, [isOuter, 'on the clock of the sequence'])
}

function valuesOf(page: Page, path: Path, factor: Factor, actions: CardActions): Omit<Card, 'shapers'> {
  if (factor.kind === 'function') {
    const { element, entry } = codeField(factor, {
      edited: () => page.edited(),
      run: () => {
        factor.held = false
        page.run(page.active)
        actions.reshaped(path, 'textarea')
      },
    })
    page.fields.set(`factor.${keyOf(path)}.`, entry)
    return { element, fields: new Map() }
  }
  const { element, fields } = optionFields(factor, (key, text) => {
    factor.options[key] = text
    page.edited()
  })
  for (const [key, field] of fields) page.fields.set(`factor.${keyOf(path)}.${key}`, field)
  return { element, fields }
}
