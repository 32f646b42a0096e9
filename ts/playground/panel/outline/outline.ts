/**
 * The schedulers of the schedule that is edited: an outline of all, and the one that is chosen with its options.
 */
import type { Clock } from '../../engine/messages.js'
import { addPart, hasRoom, move, moveInto, moveOut, remove } from '../../state/reshape.js'
import { MOST_FACTORS } from '../../state/state.js'
import { nearest, type Path } from '../../state/tree.js'
import { h, select, setAttribute } from '../dom.js'
import type { Page } from '../page.js'
import { type Card, cardOf } from './card.js'
import { sinceText, timesText } from './clocks.js'
import { keyOf, type RowActions, type Rows, rowsOf } from './rows.js'
import { tellerOf } from './teller.js'
import { newFactor, TYPES } from './types.js'

/** The panel; it is filled anew whenever the tree or what is chosen changes. */
export class Outline {
  readonly #holder: HTMLElement
  readonly #page: Page
  #rows: Rows | null = null
  #card: Card | null = null
  #clocks: readonly Clock[] | null = null

  constructor(holder: HTMLElement, page: Page) {
    this.#holder = holder
    this.#page = page
  }

  /** Shows the schedulers as they are; with the tree of before, its clocks are known. */
  show(isSameTree = false): void {
    const page = this.#page
    const clocks = isSameTree ? this.#clocks : null
    const { factors } = page.active
    page.chosen = nearest(factors, page.chosen)
    for (const key of page.fields.keys()) if (key === '' || key.startsWith('factor.')) page.fields.delete(key)
    const rows = rowsOf(factors, page.chosen, this.#actions())
    for (const [key, teller] of rows.tellers) page.fields.set(`factor.${key}.`, teller)
    const reshaped = (chosen: Path, focus: string) => this.#reshaped(chosen, focus)
    const card = factors.length === 0 ? null : cardOf(page, page.chosen, { reshaped })
    const usual = factors.length > 1 ? 'Their multipliers are multiplied, from first to last.' : ''
    const whole = h('p', { class: 'hint whole' }, usual)
    page.fields.set('', tellerOf(whole))
    this.#rows = rows
    this.#card = card
    this.#clocks = null
    this.#holder.replaceChildren(
      ...(factors.length > 0 ? [rows.element] : []),
      h('div', { class: 'shapers' }, [this.#adder(), ...(card?.shapers ?? [])]),
      ...(card === null ? [] : [card.element]),
      whole,
    )
    if (clocks !== null) this.tell(clocks)
  }

  /** Shows where clocks begin that are not the run's, and the times on them. */
  tell(clocks: readonly Clock[]): void {
    if (clocks === this.#clocks) return
    this.#clocks = clocks
    const byKey = new Map(clocks.map((clock) => [keyOf(clock.path), clock]))
    for (const [key, line] of this.#rows?.since ?? []) {
      const clock = byKey.get(key)
      const since = clock === undefined ? null : sinceText(clock)
      line.textContent = since?.short ?? ''
      setAttribute(line, 'title', since?.long)
    }
    const own = byKey.get(keyOf(this.#page.chosen))
    for (const [key, field] of this.#card?.fields ?? []) {
      field.note(own === undefined ? null : timesText(key, own))
    }
  }

  #adder(): HTMLElement {
    const { factors, run } = this.#page.active
    return select(
      {
        class: 'add',
        'aria-label': 'Add a scheduler',
        disabled: factors.length >= MOST_FACTORS || !hasRoom(factors, 1),
      },
      [['', factors.length === 0 ? 'Add a scheduler…' : 'Multiply by…'], ...TYPES],
      '',
      (type) => this.#reshaped(addPart(factors, [], newFactor(type), run.maxDuration), '.factor-head select'),
      true,
    )
  }

  #actions(): RowActions {
    const page = this.#page
    const { factors, run } = page.active
    const done = (chosen: Path) => this.#reshaped(chosen, rowAt(chosen))
    return {
      choose: (path) => {
        page.chosen = path
        this.show(true)
        page.chose()
        this.#focus(rowAt(path))
      },
      move: (path, by) => done(move(factors, path, by)),
      moveOut: (path) => done(moveOut(factors, path, run.maxDuration)),
      moveInto: (path) => done(moveInto(factors, path, run.maxDuration)),
      remove: (path) => {
        const chosen = remove(factors, path)
        this.#reshaped(chosen, factors.length === 0 ? '.add' : rowAt(chosen))
      },
      enter: () => this.#focus('.factor :is(.fields input, .fields select, .fields textarea, select)'),
    }
  }

  #reshaped(chosen: Path, focus: string): void {
    this.#page.chosen = chosen
    this.#page.restructured()
    this.#focus(focus)
  }

  #focus(selector: string): void {
    this.#holder.querySelector<HTMLElement>(selector)?.focus()
  }
}

const rowAt = (path: Path): string => `[data-path="${keyOf(path)}"] > .outline-row > .outline-name`
