/**
 * The schedulers as an outline: a row for each, what stands in it below. One is chosen; arrows go from one to the next.
 */
import { canMove, canMoveInto, canMoveOut, isOfMany } from '../../state/reshape.js'
import { type Factor, isSamePath, type Path, partsOf, placedIn } from '../../state/tree.js'
import { button, h } from '../dom.js'
import { withDescriptions } from './descriptions.js'
import { tellerOf } from './teller.js'
import { nameOf } from './types.js'

/** What rows do. */
export interface RowActions {
  choose(path: Path): void
  move(path: Path, by: number): void
  moveOut(path: Path): void
  moveInto(path: Path): void
  remove(path: Path): void
  /** To the fields of the chosen one. */
  enter(): void
}

/** The rows, and where problems of those that are not chosen are told. */
export interface Rows {
  readonly element: HTMLElement
  readonly tellers: ReadonlyMap<string, ReturnType<typeof tellerOf>>
  /** Where the clock of each begins, in words. */
  readonly since: ReadonlyMap<string, HTMLElement>
}

const HELP = 'outline-help'

/** The key of a place. */
export const keyOf = (path: Path): string => path.join('.')

/** The rows of factors. */
export function rowsOf(factors: readonly Factor[], chosen: Path, actions: RowActions): Rows {
  const tellers = new Map<string, ReturnType<typeof tellerOf>>()
  const since = new Map<string, HTMLElement>()

  const list = (inside: readonly Factor[], above: Path, sign: (index: number) => string): HTMLElement[] =>
    inside.map((factor, index) => {
      const path = [...above, index]
      const isChosen = isSamePath(path, chosen)
      const name = nameOf(factor)
      const act = (label: string, text: string, run: () => void, isPossible: boolean) =>
        button(text, run, { class: 'icon', 'aria-label': label, disabled: !isPossible, tabindex: isChosen ? 0 : -1 })
      const clock = h('span', { class: 'since' })
      const problem = h('p', { class: 'hint row-problem', hidden: true })
      since.set(keyOf(path), clock)
      tellers.set(keyOf(path), tellerOf(problem))
      const parts = partsOf(factor)
      return h('li', { 'data-path': keyOf(path) }, [
        h('div', { class: isChosen ? 'outline-row chosen' : 'outline-row' }, [
          h('span', { class: 'times', 'aria-hidden': 'true' }, sign(index)),
          h(
            'button',
            {
              type: 'button',
              class: 'outline-name',
              'aria-current': isChosen ? 'true' : null,
              'aria-describedby': HELP,
              tabindex: isChosen ? 0 : -1,
            },
            [h('span', { class: 'name' }, name), clock],
            { click: () => actions.choose(path) },
          ),
          act(`Move ${name} up`, '↑', () => actions.move(path, -1), canMove(factors, path, -1)),
          act(`Move ${name} down`, '↓', () => actions.move(path, 1), canMove(factors, path, 1)),
          act(`Remove ${name}`, '✕', () => actions.remove(path), true),
        ]),
        problem,
        parts.length > 0 &&
          h(
            'ul',
            { 'aria-label': `Within ${name}` },
            list(
              parts.map((part) => part.factor),
              path,
              (place) => signOf(factor, place),
            ),
          ),
      ])
    })

  const rows = list(factors, [], (index) => (index === 0 ? 'α' : '×'))
  const element = h('ul', { class: 'outline', 'aria-label': 'Schedulers of the schedule' }, rows, {
    keydown: (event) => keyed(event, factors, chosen, actions),
  })
  const help = h('p', { id: HELP, class: 'unseen' })
  withDescriptions(({ OUTLINE_KEYS }) => help.append(OUTLINE_KEYS))
  return { element: h('div', {}, [element, help]), tellers, since }
}

const SIGNS: Readonly<Record<string, string>> = {
  ProductScheduler: '×',
  MinimumScheduler: 'min',
  MaximumScheduler: 'max',
}

/** What stands before a part: its number in what is one after another, else how it is combined. */
function signOf(node: Factor, index: number): string {
  if (node.kind === 'function' || !isOfMany(node)) return '└'
  return SIGNS[node.type] ?? `${index + 1}.`
}

function keyed(event: KeyboardEvent, factors: readonly Factor[], chosen: Path, actions: RowActions): void {
  const isName = event.target instanceof Element && event.target.matches('.outline-name')
  if (!isName || event.ctrlKey || event.metaKey) return
  const act = event.altKey ? moving(event.key, factors, chosen, actions) : going(event.key, factors, chosen, actions)
  if (act === null) return
  event.preventDefault()
  act()
}

type Act = (() => void) | null

/** What a key does together with Alt; a key that can do nothing here does nothing else either. */
function moving(key: string, factors: readonly Factor[], path: Path, actions: RowActions): Act {
  const when = (isPossible: boolean, act: () => void) => (isPossible ? act : () => {})
  switch (key) {
    case 'ArrowUp':
      return when(canMove(factors, path, -1), () => actions.move(path, -1))
    case 'ArrowDown':
      return when(canMove(factors, path, 1), () => actions.move(path, 1))
    case 'ArrowLeft':
      return when(canMoveOut(factors, path), () => actions.moveOut(path))
    case 'ArrowRight':
      return when(canMoveInto(factors, path), () => actions.moveInto(path))
    default:
      return null
  }
}

function going(key: string, factors: readonly Factor[], path: Path, actions: RowActions): Act {
  const all = placedIn(factors).map((placed) => placed.path)
  const at = all.findIndex((each) => isSamePath(each, path))
  const to = (next: Path | undefined) =>
    next === undefined || isSamePath(next, path) ? () => {} : () => actions.choose(next)
  switch (key) {
    case 'ArrowUp':
      return to(all[at - 1])
    case 'ArrowDown':
      return to(all[at + 1])
    case 'ArrowLeft':
      return to(path.length > 1 ? path.slice(0, -1) : undefined)
    case 'ArrowRight':
      return to(all.find((each) => isSamePath(each, [...path, 0])))
    case 'Home':
      return to(all[0])
    case 'End':
      return to(all.at(-1))
    case 'Delete':
    case 'Backspace':
      return () => actions.remove(path)
    case 'Enter':
      return () => actions.enter()
    default:
      return null
  }
}
