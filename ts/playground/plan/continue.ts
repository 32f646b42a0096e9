/**
 * Going on from a step: the jump that another end or another plan would make there, and the plans that make none.
 */
import { Dropped, ProblemError } from '../engine/client.js'
import type { Continuation, Resumed } from '../engine/messages.js'
import { afterQuiet, button, h, select } from '../panel/dom.js'
import { textField, timeField } from '../panel/field.js'
import { apartTexts, countText, shortText } from '../panel/numbers.js'
import { codesOf, isHeld, type Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import { timeTextOf } from '../state/written.js'
import { wholeOf } from './amount.js'
import { type PlanPage, type PlanPart, putBeside } from './page.js'
import { part, sayings } from './part.js'

const UNITS = ['ba', 'ep', 'sp', 'tok', 'iter', 'sec']
/** That the new plan is the same schedule to another end. */
const SAME = ''

/** The part of the panel. */
export class Continue implements PlanPart {
  readonly element: HTMLDetailsElement
  readonly update: () => void
  readonly #page: PlanPage
  /** As typed; '' for what follows the page. */
  #step = ''
  #end: string | null = null
  #next = SAME
  readonly #stepField = textField(
    { label: 'Here, at step', hint: 'The first step to train; empty: where the cursor stands', numeric: true },
    '',
    (text) => {
      this.#step = text
      this.update()
    },
  )
  readonly #endField = timeField(
    { label: 'New max_duration', hint: 'How long to train in all, before the ratio scales it', units: UNITS },
    '0ba',
    (text) => {
      this.#end = text
      this.update()
    },
  )
  readonly #plans = h('div', { class: 'field' })
  readonly #words = sayings()
  readonly #safe = h('ul', { class: 'ways', 'aria-label': 'Without a jump' })
  #asked = ''
  /** What the ways that are shown were worked out from. */
  #shown = ''
  #offered = ''

  constructor(page: PlanPage) {
    this.#page = page
    const show = afterQuiet(250, () => void this.#show())
    this.update = () => {
      this.#hold()
      show()
    }
    const fields = [this.#stepField.element, this.#plans, this.#endField.element]
    this.element = part(
      'Extend or resume: go on from a step',
      [h('div', { class: 'fields three' }, fields), this.#words.element, this.#safe],
      this.update,
    )
  }

  /** What the ways are worked out from. */
  #inputs(): string {
    const { active, state, cursor } = this.#page
    const other = state.schedules.find(({ id }) => String(id) === this.#next)
    const step = this.#step.trim() === '' ? cursor : this.#step
    return JSON.stringify([active.factors, active.run, step, this.#end, other?.factors, other?.run])
  }

  /** Ways that are of something else than what stands there now can't be chosen. */
  #hold(): void {
    this.#safe.inert = this.#inputs() !== this.#shown
  }

  moved(): void {
    if (this.#step.trim() === '') this.update()
  }

  async #show(): Promise<void> {
    if (!this.element.open) return
    const { active, state, cursor } = this.#page
    this.#offerPlans(state.schedules.filter(({ id, quantity }) => id !== active.id && quantity === active.quantity))
    const input = this.#stepField.element.querySelector('input')!
    input.placeholder = cursor === null ? '' : countText(cursor)
    if (this.#end === null) this.#endField.show!(longer(active.run.maxDuration))
    const other = state.schedules.find(({ id }) => String(id) === this.#next)
    this.#endField.element.hidden = other !== undefined
    const step = this.#step.trim() === '' ? { value: cursor ?? 0 } : wholeOf(this.#step, 'A step', 0)
    this.#stepField.tell('problem' in step ? step.problem : null)
    if ('problem' in step) return this.#tellNothing()
    if (isHeld(active) || (other !== undefined && isHeld(other))) {
      return this.#tellNothing('This schedule has code that was not run yet. Run it first.')
    }
    const end = this.#end ?? longer(active.run.maxDuration)
    const next = other ?? { ...active, run: { ...active.run, maxDuration: end } }
    const codes = codesOf(next)
    if (codes.length > 0 && JSON.stringify(codes) !== JSON.stringify(codesOf(active))) {
      return this.#tellNothing(
        'Two plans are compared in one sandbox: both have the same code, or the new one has none.',
      )
    }
    const words = JSON.stringify([active.factors, active.run, next.factors, next.run, step.value])
    const inputs = this.#inputs()
    if (words === this.#asked) {
      // The same, in other words; or it is being worked out.
      if (this.element.dataset.ready === 'true') this.#shown = inputs
      return this.#hold()
    }
    this.#asked = words
    this.element.dataset.ready = 'false'
    try {
      const ask = { schedule: structuredClone(active), next: structuredClone(next), batch: step.value }
      const found = await this.#page.client.ask('resume', ask)
      if (this.#asked !== words) return
      this.#tell(null)
      this.#showFound(found, active.name, other?.name ?? null, end)
      this.#shown = inputs
      this.#hold()
      this.element.dataset.ready = 'true'
    } catch (error) {
      if (this.#asked !== words || error instanceof Dropped) return
      this.#tellNothing()
      this.#tell(error)
    }
  }

  /** Tells what is wrong at the field that it is about. */
  #tell(error: unknown): void {
    const place = error instanceof ProblemError ? error.place : {}
    const message = error === null ? null : messageOf(error)
    const isEnd = place.run === 'maxDuration' && !this.#endField.element.hidden
    this.#endField.tell(isEnd ? message : null)
    const isStep = message !== null && /^The step/.test(message)
    this.#stepField.tell(isStep ? message : null)
    if (message !== null && !isEnd && !isStep) this.#words.say(message)
  }

  #tellNothing(...lines: string[]): void {
    this.#asked = ''
    this.element.dataset.ready = 'true'
    this.#endField.tell(null)
    this.#words.say(...lines)
    this.#safe.replaceChildren()
  }

  #showFound(found: Resumed, name: string, other: string | null, end: string): void {
    const { batch, before, after, parting, safe, ends } = found
    const step = countText(batch)
    const has = batch >= ends[0] ? 'ended with' : 'has'
    const plan = other ?? `the same schedule to ${end}`
    const jump = after - before
    const part = before === 0 ? '' : ` (${signed(Number(((100 * jump) / Math.abs(before)).toPrecision(3)))} %)`
    const size = jump === 0 ? 'no jump' : `a jump of ${jump > 0 ? '+' : '−'}${shortText(Math.abs(jump))}${part}`
    const trained = parting === null || parting.batch >= batch
    const parts =
      parting === null
        ? `Of the ${countText(Math.min(...ends))} steps that both have, none differs.`
        : `The first step that differs is ${countText(parting.batch)}: ${apartTexts(parting.before, parting.after).join(' before, ')} now.`
    this.#words.say(
      `At step ${step} ${name} ${has} ${shortText(before)}, ${plan} has ${shortText(after)}: ${size}.`,
      parts,
      trained ? null : `What was trained up to step ${step} is not what the new plan has there.`,
      safe.length === 0 ? 'No plan is known that goes on from there without a jump.' : 'Without a jump at that step:',
    )
    this.#safe.replaceChildren(...safe.map((way) => this.#way(way, name, step)))
  }

  #way({ name, about, factors, run }: Continuation, whose: string, step: string): HTMLElement {
    const put = () =>
      putBeside(
        this.#page,
        `${whose}, ${name.toLowerCase()} (${step})`.slice(0, 80),
        factors,
        run,
        this.#page.active.quantity,
      )
    const label = `Put on the chart: ${name}`
    return h('li', {}, [
      h('div', {}, [h('strong', {}, name), h('p', {}, about)]),
      button('Put on the chart', put, { class: 'small', 'aria-label': label }),
    ])
  }

  /** Offers the other schedules as new plans. */
  #offerPlans(others: readonly Schedule[]): void {
    const words = JSON.stringify(others.map(({ id, name }) => [id, name]))
    if (words === this.#offered) return
    this.#offered = words
    if (!others.some(({ id }) => String(id) === this.#next)) this.#next = SAME
    const options = [
      [SAME, 'This schedule, another end'] as const,
      ...others.map(({ id, name }) => [String(id), name] as const),
    ]
    const list = select({ id: 'plan-next' }, options, this.#next, (chosen) => {
      this.#next = chosen
      this.update()
    })
    const controls = h('div', { class: 'controls' }, list)
    this.#plans.replaceChildren(h('label', { for: 'plan-next' }, 'New plan'), controls)
  }
}

/** Half as long again. */
function longer(duration: string): string {
  const time = timeTextOf(duration)
  return time === null ? duration : time.write(time.value * 1.5)
}

const signed = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${countText(Math.abs(value))}`
