/**
 * A sweep of one option of the chosen scheduler: its curves as a fan on the chart while this part is open, what each
 * amounts to, and the specification of the sweep to take along.
 */
import type { CurveLook } from '../chart/curves.js'
import { type Layer, partIn } from '../chart/drawing.js'
import type { Overview } from '../engine/messages.js'
import { copyText } from '../panel/clipboard.js'
import { afterQuiet, button, h, select } from '../panel/dom.js'
import { field, textField } from '../panel/field.js'
import { lrText, shortText } from '../panel/numbers.js'
import { tableOf } from '../panel/table.js'
import { type OptionFacts, optionsOf, textIn } from '../state/options.js'
import { isHeld, type Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import { factorAt, type Path } from '../state/tree.js'
import { wholeOf } from './amount.js'
import type { PlanPage, PlanPart } from './page.js'
import { part, sayings } from './part.js'
import { axisOf, endOf, isRanged, MOST_VALUES, specOf, valuesOf } from './range.js'
import { Strip } from './strip.js'

/** One curve, without how it looks. */
interface FanCurve extends Pick<CurveLook, 'start'> {
  readonly schedule: Schedule
  readonly batches: number
  readonly whole: Layer
  /** What is in view, in as many columns as the chart has for it. */
  readonly part: Layer | null
}

/** What is swept. */
interface Sweep {
  readonly schedule: Schedule
  readonly path: Path
  readonly key: string
  readonly values: readonly string[]
}

/** The part of the panel. */
export class Fan implements PlanPart {
  readonly element: HTMLDetailsElement
  readonly update: () => void
  readonly viewed: () => void
  readonly #page: PlanPage
  readonly #option = select({}, [], '', (chosen) => {
    this.#key = chosen
    this.#ends = null
    // At once: somebody may type into an end before it is quiet.
    this.#swept()
    this.update()
  })
  readonly #from = this.#endField('From', 0)
  readonly #to = this.#endField('To', 1)
  readonly #count = textField({ label: 'Curves', hint: `How many, from 2 to ${MOST_VALUES}`, numeric: true }, '8', () =>
    this.update(),
  )
  readonly #strip = new Strip([this.#from, this.#to], (place, text) => {
    const field = place === 0 ? this.#from : this.#to
    field.show!(text)
    this.#setEnd(place, text)
  })
  readonly #words = sayings()
  readonly #sheet = h('div', {
    class: 'sheet',
    tabindex: 0,
    role: 'region',
    'aria-label': 'What each value amounts to',
  })
  readonly #copy = button('Copy the specification', () => void this.#copySpec(), { class: 'small' })
  readonly #spec = h('pre', { class: 'spec', tabindex: 0, 'aria-label': 'The specification', hidden: true })
  #key = ''
  /** As typed; null for ends around the value that is there. */
  #ends: [string, string] | null = null
  #offered = ''
  #sweep: Sweep | null = null
  #curves: readonly FanCurve[] = []
  #asked = ''
  #turn = 0
  #views = 0

  constructor(page: PlanPage) {
    this.#page = page
    this.update = afterQuiet(300, () => void this.#show())
    this.viewed = afterQuiet(120, () => void this.#view())
    const option = field({ label: 'Option', hint: 'Of the scheduler that is chosen under Schedulers' }, [this.#option])
    this.element = part(
      'Sweep: one option, from one value to another',
      [
        h('div', { class: 'fields three' }, [
          option.element,
          this.#from.element,
          this.#to.element,
          this.#count.element,
        ]),
        this.#words.element,
        h('div', { class: 'row' }, [this.#copy]),
        this.#spec,
        this.#sheet,
      ],
      this.update,
      () => this.#clear(),
    )
    this.#copy.hidden = this.#sheet.hidden = true
  }

  #endField(label: string, place: 0 | 1) {
    return textField({ label, hint: 'A number, or a time with its unit' }, '', (text) => this.#setEnd(place, text))
  }

  #setEnd(place: 0 | 1, text: string): void {
    this.#ends ??= [this.#typed(this.#from), this.#typed(this.#to)]
    this.#ends[place] = text
    this.update()
  }

  #typed({ element }: { readonly element: HTMLElement }): string {
    return element.querySelector('input')!.value
  }

  #clear(...lines: string[]): void {
    this.#asked = ''
    this.#turn++
    this.#sweep = null
    this.#curves = []
    this.#page.lay({ fan: [] })
    this.#words.say(...lines)
    this.#copy.hidden = this.#sheet.hidden = this.#spec.hidden = true
    this.element.dataset.ready = 'true'
  }

  async #show(): Promise<void> {
    if (!this.element.open) return
    const sweep = this.#swept()
    if (typeof sweep === 'string') return this.#clear(...(sweep === '' ? [] : [sweep]))
    const words = JSON.stringify([sweep.schedule.factors, sweep.schedule.run, sweep.path, sweep.key, sweep.values])
    // The colours may be another theme's.
    if (words === this.#asked) return this.#lay()
    this.#asked = words
    const turn = ++this.#turn
    this.#sweep = sweep
    this.element.dataset.ready = 'false'
    this.#spec.hidden = true
    const found: { curve: FanCurve | null; overview: Overview | string }[] = []
    // One after the other: what else is asked meanwhile comes between.
    for (const value of sweep.values) {
      const each = await this.#curveOf(sweep, value, found.length)
      // Another sweep takes its place.
      if (this.#turn !== turn) return
      found.push(each)
    }
    this.#curves = found.flatMap(({ curve }) => curve ?? [])
    this.#lay()
    const wrong = found.filter(({ curve }) => curve === null).length
    const { key, values } = sweep
    this.#words.say(
      `${values.length - wrong} curves, ${key} from ${values[0]} to ${values.at(-1)}.`,
      wrong === 0 ? null : `${wrong} of the values make no curve.`,
    )
    this.#sheet.replaceChildren(
      fanTable(
        key,
        values.map((value, index) => [value, found[index]!.overview]),
      ),
    )
    this.#copy.hidden = this.#sheet.hidden = false
    await this.#view()
    this.element.dataset.ready = 'true'
  }

  /** Evaluates anew what is in view, as the chart does its own curves. */
  async #view(): Promise<void> {
    const { client, drawing, state } = this.#page
    const { view } = state
    const turn = ++this.#views
    for (const [place, curve] of this.#curves.entries()) {
      const { from, count } = view === null ? { from: 0, count: 0 } : partIn(view, curve.batches)
      let part: Layer | null = null
      if (count > 0) {
        const many = { from, count, columns: 2 * drawing.columns }
        const asked = client.ask('draw', { schedule: curve.schedule, slot: `fan part ${place}`, ...many })
        // A later view takes its place.
        const columns = await asked.catch(() => null)
        part = columns === null ? null : { columns, rates: curve.whole.rates }
      }
      if (this.#views !== turn || this.#curves[place] !== curve) return
      this.#curves = this.#curves.with(place, { ...curve, part })
    }
    if (this.#curves.length > 0) this.#lay()
  }

  /** What the fields say, or what is wrong, '' where that is told at a field. */
  #swept(): Sweep | string {
    const { active, chosen } = this.#page
    const factor = factorAt(active.factors, chosen)
    if (isHeld(active)) return 'This schedule has code that was not run yet. Run it first.'
    const options = factor === undefined || factor.kind === 'function' ? [] : optionsOf(factor.type)!.filter(isRanged)
    this.#offer(options)
    const option = options.find(({ key }) => key === this.#key)
    if (option === undefined || factor === undefined || factor.kind === 'function') {
      return 'A sweep is of an option that is a time or a number; the chosen scheduler has none. Choose another one.'
    }
    const own = textIn(factor.options, option)
    if (this.#ends === null) {
      this.#from.show!(around(own, option, 0))
      this.#to.show!(around(own, option, 1))
    }
    const texts = [this.#typed(this.#from), this.#typed(this.#to)] as const
    const [from, to] = texts.map((text) => endOf(text, option)) as [ReturnType<typeof endOf>, ReturnType<typeof endOf>]
    const count = wholeOf(this.#typed(this.#count), 'A number of curves', 2, MOST_VALUES)
    const values =
      typeof from === 'string' || typeof to === 'string' || 'problem' in count ? [] : valuesOf(from, to, count.value)
    this.#from.tell(typeof from === 'string' ? from : null)
    this.#to.tell(typeof to === 'string' ? to : typeof values === 'string' ? values : null)
    this.#count.tell('problem' in count ? count.problem : null)
    if (typeof from !== 'string' && typeof to !== 'string') {
      const there = endOf(own, option)
      this.#strip.show(from, to, typeof there === 'string' ? null : there)
    }
    if (typeof values === 'string' || values.length === 0) return ''
    return { schedule: structuredClone(active), path: [...chosen], key: option.key, values }
  }

  /** Offers the options of the chosen scheduler. */
  #offer(options: readonly OptionFacts[]): void {
    const keys = options.map(({ key }) => key)
    const words = JSON.stringify([this.#page.active.id, this.#page.chosen, keys])
    if (words === this.#offered) return
    this.#offered = words
    if (!keys.includes(this.#key)) this.#key = keys[0] ?? ''
    this.#ends = null
    this.#option.replaceChildren(...keys.map((key) => h('option', { value: key }, key)))
    this.#option.value = this.#key
  }

  async #curveOf(
    { schedule, path, key }: Sweep,
    value: string,
    place: number,
  ): Promise<{ curve: FanCurve | null; overview: Overview | string }> {
    const other = structuredClone(schedule)
    ;(factorAt(other.factors, path) as { options: Record<string, string> }).options[key] = value
    const { client, drawing } = this.#page
    try {
      const { batches, rates } = await client.ask('info', { schedule: other })
      const draw = (slot: string, count: number) =>
        client.ask('draw', { schedule: other, slot: `${slot} ${place}`, from: 0, count, columns: drawing.columns })
      const first = drawing.drawn.get(String(schedule.id))?.start?.columns.count ?? 0
      const whole = { columns: await draw('fan', batches), rates }
      const start = first === 0 ? null : { columns: await draw('fan start', Math.min(first, batches)), rates }
      const overview = await client.ask('overview', { schedule: other }).catch(messageOf)
      return { curve: { schedule: other, batches, whole, part: null, start }, overview }
    } catch (error) {
      return { curve: null, overview: messageOf(error) }
    }
  }

  /** Draws the curves: thin, and darker from the first to the last. */
  #lay(): void {
    const { active, colourOf } = this.#page
    const look = { colour: colourOf(active.colour), width: 1, dash: [], further: null }
    const most = Math.max(1, this.#curves.length - 1)
    this.#page.lay({
      fan: this.#curves.map(({ whole, part, start }, index) => {
        const layers = part === null ? [whole] : [whole, part]
        return { layers, start, ...look, opacity: 0.35 + (0.5 * index) / most }
      }),
    })
  }

  async #copySpec(): Promise<void> {
    if (this.#sweep === null) return
    const { schedule, path, key, values } = this.#sweep
    const written = await this.#page.client.ask('code', { schedule, target: 'json', values: null })
    if ('reason' in written) return this.#page.say(written.reason, true)
    const text = specOf(schedule.name, written.text, axisOf(schedule, path, key), values)
    if (await copyText(text)) return this.#page.say('The specification is on the clipboard, for scale-schedule sweep.')
    this.#spec.textContent = text
    this.#spec.hidden = false
    getSelection()?.selectAllChildren(this.#spec)
    this.#page.say('The browser keeps the clipboard closed; the specification is selected, copy it with the keyboard.')
  }
}

/** An end around a value: half of it, and as much again. */
function around(text: string, option: OptionFacts, place: 0 | 1): string {
  const end = endOf(text, option)
  if (typeof end === 'string') return option.kind.startsWith('number') ? ['0', '1'][place]! : ['10ba', '100ba'][place]!
  const { value, unit, isWhole } = end
  if (value === 0) return `${[0, isWhole ? 10 : 0.5][place]}${unit}`
  const other = value * [0.5, 1.5][place]!
  return `${isWhole ? Math.round(other) : Number(other.toPrecision(12))}${unit}`
}

function fanTable(key: string, rows: readonly (readonly [value: string, overview: Overview | string])[]): HTMLElement {
  const rate = (value: number) => h('td', { title: lrText(value) }, shortText(value))
  const lines = rows.map(([value, overview]) =>
    h('tr', {}, [
      h('th', { scope: 'row' }, value),
      ...(typeof overview === 'string'
        ? [h('td', { colspan: 3, class: 'words' }, overview)]
        : [rate(overview.peak), rate(overview.area), rate(overview.final)]),
    ]),
  )
  return tableOf(`What each value of ${key} amounts to`, [key, 'Peak', 'Area', 'Final'], lines)
}
