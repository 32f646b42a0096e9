/**
 * The page as one thing: what changes the state, and what follows from a change.
 */

import { Chart, type Scene } from './chart/chart.js'
import { Cursor } from './chart/cursor.js'
import { Drawing } from './chart/drawing.js'
import { strokeFor } from './chart/look.js'
import type { Overlay } from './chart/overlay.js'
import { type Gestures, listen, listenAtStart, zoomAround } from './chart/pointer.js'
import { sceneOf } from './chart/scene.js'
import { startOf } from './chart/start.js'
import { Client } from './engine/client.js'
import type { Info, Place, Reading } from './engine/messages.js'
import type { Handles } from './handles/handles.js'
import { loadLate } from './late.js'
import { copyText } from './panel/clipboard.js'
import { onceAFrame, setAttribute } from './panel/dom.js'
import { takeDrops } from './panel/drops.js'
import { type Field, placeKey } from './panel/field.js'
import { LatePanels } from './panel/late-panels.js'
import { Legend } from './panel/legend.js'
import { countText } from './panel/numbers.js'
import { Outline } from './panel/outline/outline.js'
import type { Page } from './panel/page.js'
import { loadPresets } from './panel/presets.js'
import { showRatio } from './panel/ratio.js'
import { Readout } from './panel/readout.js'
import { showRun } from './panel/run.js'
import { addSchedule, showSchedules } from './panel/schedules.js'
import { buildShell, type Shell } from './panel/shell.js'
import { isOnPaper, theme, toggleTheme } from './panel/theme.js'
import { Toast } from './panel/toast.js'
import { showToolbar } from './panel/toolbar.js'
import { keepingFocus, listenForUndo } from './panel/undo.js'
import { showYAxis } from './panel/y-axis.js'
import type { Shared } from './share/shared.js'
import { Address } from './state/address.js'
import { Entries } from './state/entries.js'
import { shareRun } from './state/further.js'
import { History } from './state/history.js'
import type { Work } from './state/kept.js'
import { measureOf } from './state/measure.js'
import { activeOf, isHeld, type PageState, type Schedule } from './state/state.js'
import { firstDifference, type Path } from './state/tree.js'
import { domainOf, extentOf, factorOf, lastBatchOf, rateOf, viewWithin } from './state/view.js'

/** The page. */
export class App implements Page, Shared {
  state: PageState
  chosen: Path = [0]
  readonly fields = new Map<string, Field>()
  readonly client = new Client()
  readonly drawing: Drawing
  readonly #shell: Shell
  readonly #chart: Chart
  readonly #cursor: Cursor
  /** What is read where the pin is. */
  readonly #pin: Cursor
  readonly #readout = new Readout(
    (batch) => this.#cursorTo(batch),
    (text) => void this.#copyValue(text),
    () => this.#togglePin(),
  )
  readonly #late: LatePanels
  readonly #outline: Outline
  readonly #legend = new Legend()
  readonly #toast = new Toast()
  readonly #paint = onceAFrame(() => this.#show())
  readonly #ask = onceAFrame(() => this.#update())
  readonly #address: Address
  readonly #history: History
  readonly #entries: Entries
  readonly #open: () => Promise<readonly [PageState, string | null]>
  readonly #work: Work
  /** What the cursor's reading is of. */
  #infos: readonly (Info | null)[] = []
  /** How long the run was that it was read in. */
  #batches: number | null = null
  #isLoading = false
  #noteOn: typeof import('./panel/note.js').noteOn | null = null
  /** The end of the first steps, on the axis. */
  #start: number | null = null
  #asked: number | null = null
  #handles: Handles | null = null
  /** What lies over the schedules; it is part of no state. */
  #overlay: Overlay = { points: null, fan: [] }
  /** The axes as they stay while a handle is held. */
  #held: { readonly x: readonly [number, number]; readonly start: number | null } | null = null

  /**
   * @param open - the state that the address stands for, and what is wrong with it
   */
  constructor(
    root: HTMLElement,
    state: PageState,
    work: Work,
    open: () => Promise<readonly [PageState, string | null]>,
  ) {
    this.state = state
    this.#work = work
    this.#open = open
    this.#address = new Address(work, (text) => this.say(text, true))
    this.#history = new History(state)
    this.#entries = new Entries({ go: (by) => this.#travel(by), open: () => void this.#follow() })
    this.#shell = buildShell(root, {
      undo: () => this.#step(-1),
      redo: () => this.#step(1),
      toggleTheme: () => this.#switchTheme(),
      copyLink: () => void this.#address.copy(this.state).then((outcome) => outcome !== null && this.say(outcome)),
    })
    this.#late = new LatePanels(this, this.#shell)
    this.drawing = new Drawing(this.client, this.#paint)
    this.#cursor = new Cursor(this.client, this.drawing, ({ reading, others }) => {
      this.#readout.show(reading, others, this.active.quantity ?? 'lr')
      this.#showCursor()
    })
    this.#pin = new Cursor(this.client, this.drawing, ({ reading, others }) => {
      const own = { name: this.active.name, stroke: strokeFor('', this.active.colour), lr: reading.lr }
      this.#readout.showPin(reading.batch, [own, ...others])
      this.#chart.showPin(this.#placeOf(this.#pin))
    })
    // The worker starts while the rest of the page is made.
    this.#update()
    this.#chart = new Chart(this.#shell.chart, theme())
    this.#shell.legend.append(this.#legend.element)
    this.#shell.toast.append(this.#toast.element)
    this.#shell.readout.append(this.#readout.element)
    this.#outline = new Outline(this.#shell.factors, this)
    this.#showPanels()
    this.drawing.columns = this.#chart.columns
    this.#update()
    listen(this.#chart.over, this.#shell.chart, this.#gestures())
    // A field is left, a drag has ended, a choice is made.
    root.addEventListener('change', () => this.finished())
    listenForUndo(
      (by) => this.#step(by),
      () => this.#history.isChanged(this.state),
    )
    listenAtStart(this.#chart.overStart, {
      cursorTo: (part) => {
        const rate = rateOf(this.drawing, this.state)
        if (rate !== null) this.#cursorTo(Math.round((part * (this.#start ?? 0)) / rate))
      },
      zoom: () => {
        if (this.#start !== null) this.#seePart(0, this.#start)
      },
    })
    // Also before what reads it is there: a browser would leave the page for the file.
    takeDrops((given) => {
      const missing = 'What is dropped is read by a part of the page; found that it did not load. Drop it again.'
      this.#late.take(given).catch(() => this.say(missing, true))
    })
    new ResizeObserver(() => {
      this.#chart.resize()
      this.drawing.columns = this.#chart.columns
      this.#ask()
    }).observe(this.#shell.chart)
  }

  get active(): Schedule {
    return activeOf(this.state)
  }

  get cursor(): number | null {
    const { batch } = this.#cursor
    const info = this.drawing.drawn.get(String(this.active.id))?.info ?? null
    return batch === null || info === null ? batch : Math.min(batch, info.batches)
  }

  edited(): void {
    shareRun(this.state, this.active)
    const drawn = this.drawing.drawn.get(String(this.active.id))
    if (drawn !== undefined) drawn.isKnown = false
    this.#ask()
    if (this.#history.isChanged(this.state)) this.#entries.begin()
    this.#address.keep(this.state, true)
  }

  chose(): void {
    this.#late.update()
    this.#paint()
  }

  restructured(): void {
    this.#showPanels()
    this.edited()
    this.finished()
  }

  finished(): void {
    this.#history.commit(this.state)
    this.#entries.end()
    this.#showSteps()
  }

  #showSteps(): void {
    this.#shell.undo.disabled = !this.#history.canUndo
    this.#shell.redo.disabled = !this.#history.canRedo
  }

  /** Goes some steps back or ahead, as the browser does; whether there is one. */
  #travel(by: number): boolean {
    this.finished()
    let isDone = false
    for (let left = Math.abs(by); left > 0 && this.#go(Math.sign(by)); left--) isDone = true
    return isDone
  }

  /** Takes the last step back, or takes it again. */
  #step(by: number): void {
    this.finished()
    this.#go(by)
  }

  #go(by: number): boolean {
    const next = by < 0 ? this.#history.undo(this.state) : this.#history.redo(this.state)
    if (next === null) return false
    const changed = firstDifference(this.active.factors, activeOf(next).factors)
    this.state = next
    if (changed !== null) this.chosen = changed
    keepingFocus(this.fields, () => this.#showPanels())
    this.#ask()
    this.#address.keep(next, true)
    this.#showSteps()
    this.say(by < 0 ? 'Undone.' : 'Done again.')
    return true
  }

  /** Shows what the address stands for, beside the work of before. */
  async #follow(): Promise<void> {
    this.#address.leave()
    const [next, problem] = await this.#open()
    this.#work.leave()
    this.state = next
    this.chosen = [0]
    this.#cursor.batch = null
    if (this.#pin.batch !== null) this.#togglePin()
    this.#showPanels()
    this.#ask()
    this.finished()
    if (problem !== null) this.say(problem, true)
  }

  /** Keeps the state in the address. */
  keep(): void {
    this.#address.keep(this.state, false)
  }

  run(schedule: Schedule): void {
    this.drawing.again(schedule)
    // That code may run is no step.
    this.#history.replace(this.state)
    this.edited()
  }

  say(text: string, isProblem = false): void {
    this.#toast.say(text, isProblem)
  }

  /** Adds a schedule that was read. */
  add(schedule: Schedule, further: readonly Schedule[] = []): string | null {
    return addSchedule(this, schedule, further)
  }

  /** The theme has changed. */
  themed(): void {
    this.#chart.theme = theme()
    this.#showSchedules()
    this.#late.update()
    // At once: there are no frames while a page is printed.
    this.#show()
  }

  /** The colour of a schedule in this theme. */
  readonly colourOf = (colour: number): string => {
    return strokeFor('', colour).colour
  }

  #showPanels(): void {
    this.fields.clear()
    // Of a field that goes now.
    document.querySelector('.below > .hint')?.remove()
    showRatio(this.#shell.ratio, this)
    this.#outline.show()
    showRun(this.#shell.run, this)
    showToolbar(this.#shell.toolbar, this, {
      zoom: (factor) => zoomAround(this.#gestures(), this.#gestures().width() / 2, factor),
      pan: (part) => {
        const width = this.#gestures().width()
        this.#gestures().zoomTo(part * width, (1 + part) * width)
      },
      all: () => this.#see(null),
    })
    showYAxis(this.#shell.yAxis, this)
    this.#showSchedules()
  }

  #showSchedules(): void {
    showSchedules(this.#shell.schedules, this)
  }

  #update(): void {
    this.drawing.update(this.state)
    this.#read()
    this.#late.update()
    this.#paint()
  }

  #show(): void {
    this.#fitView()
    // Paper has all of the run.
    const held = this.#held
    const x = held?.x ?? domainOf(this.drawing, isOnPaper() ? { ...this.state, view: null } : this.state)
    const active = this.drawing.drawn.get(String(this.active.id))
    const cursor = this.#place()
    const { axis } = this.state
    // Also of what is held without first steps: none come while it is.
    this.#start = held !== null ? held.start : x === null ? null : startOf(this.drawing, axis, x, this.#chart.room)
    const scene = sceneOf(this.drawing, this.state, x ?? [0, 1], cursor, this.#start)
    // What is laid over is of values as they are; points are of learning rates.
    const overlay = this.active.quantity === null ? this.#overlay : { ...this.#overlay, points: null }
    this.#chart.show(measureOf(this.state) === 'lr' ? { ...scene, overlay } : scene)
    this.drawing.view(this.state)
    this.drawing.start(this.#start, axis)
    this.#legend.show(this.drawing, this.state)
    const problem = active?.problem ?? null
    if (problem === null) this.#readAgain(active?.info ?? null)
    else this.#readNothing()
    const key = problem === null ? null : this.#keyOf(problem.place)
    for (const [place, field] of this.fields) field.tell(place === key ? problem!.message : null)
    if (active?.isKnown) this.#outline.tell(active.info?.clocks ?? [])
    const isReady = active?.isBusy === false && (active.whole !== null || problem !== null)
    this.#shell.chart.dataset.ready = String(isReady)
    if (isReady || isHeld(this.active)) this.#loadLate()
    // What takes long says how far it is.
    else if (active?.done != null && this.#noteOn === null) void this.#label().catch(() => {})
    setAttribute(this.#shell.chart, 'aria-valuemax', lastBatchOf(this.drawing, this.state) ?? 0)
    const note = this.#noteOn?.(this.drawing, this.state) ?? ''
    if (this.#shell.note.textContent !== note) this.#shell.note.textContent = note
    this.#chart.showPin(this.#placeOf(this.#pin))
    this.#handles?.show()
  }

  /** Reads where the cursor stands, and where the pin is. */
  #read(): void {
    for (const place of [this.#cursor, this.#pin]) {
      if (place.batch !== null) void place.read(this.state)
    }
  }

  /** Pins what the cursor reads, or takes the pin out. */
  #togglePin(): void {
    const isPinned = this.#pin.batch !== null
    this.#pin.batch = isPinned ? null : this.#cursor.batch
    this.#pin.reading = null
    if (isPinned) this.#readout.showPin(null, [])
    this.#chart.showPin(this.#placeOf(this.#pin))
    this.#read()
  }

  /** Lays something over the schedules on the chart, or takes it off. */
  lay(overlay: Partial<Overlay>): void {
    this.#overlay = { ...this.#overlay, ...overlay }
    this.#paint()
  }

  /** Holds the axes while a handle is, so that the curve moves and not the paper. */
  hold(isHeld: boolean): void {
    const x = domainOf(this.drawing, this.state)
    this.#held = isHeld && x !== null ? { x, start: this.#start } : null
    this.#chart.isHeld = isHeld
    this.#paint()
  }

  /** Shows a part of the run, in batches. */
  zoomTo(from: number, until: number): void {
    const rate = rateOf(this.drawing, this.state)
    if (rate !== null) this.#seePart(from * rate, until * rate)
  }

  /** Shows a part of the axis. */
  #seePart(from: number, until: number): void {
    const rate = rateOf(this.drawing, this.state)
    const extent = extentOf(this.drawing, this.state)
    if (rate !== null && extent !== null) this.#see(viewWithin(from, until, extent, rate))
  }

  /** Where a problem is told: at its field, else at the row of its scheduler, else for all. */
  #keyOf(place: Place): string {
    const keys = [placeKey(place), ...(place.factor === undefined ? [] : [placeKey({ factor: place.factor })])]
    return keys.find((key) => this.fields.has(key)) ?? ''
  }

  /** The first curve is there: now the rest is loaded, once. */
  #loadLate(): void {
    if (this.#isLoading) return
    this.#isLoading = true
    const [share, ...others] = this.#late.loads
    const label = () => this.#label()
    // At once, and again with the rest where they did not come.
    void label().catch(() => {})
    void share!()
      .finally(loadPresets)
      .catch(() => {})
    loadLate(this.client, [label, share!, ...others, () => this.#takeHold()], () => {
      document.documentElement.dataset.whole = 'true'
    })
  }

  /** What labels the curves, and what is to be known about them. */
  async #label(): Promise<void> {
    const [{ Labels }, { noteOn }] = await Promise.all([import('./chart/labels.js'), import('./panel/note.js')])
    if (this.#noteOn !== null) return
    this.#noteOn = noteOn
    this.#chart.labels = new Labels()
    this.#paint()
  }

  /** What is taken hold of on the curve. */
  async #takeHold(): Promise<void> {
    const { Handles } = await import('./handles/handles.js')
    this.#handles ??= new Handles(this.#shell.handles, this, this.#chart)
    this.#handles.show()
  }

  /** A view of nothing, as after a link or when the run became shorter, becomes one of all. */
  #fitView(): void {
    const extent = extentOf(this.drawing, this.state)
    const rate = rateOf(this.drawing, this.state)
    const { view } = this.state
    if (view === null || extent === null || rate === null || view[0] * rate < extent) return
    this.#see(null)
    const end = countText(extent / rate)
    this.say(
      `The view lies beyond the end of the run at batch ${end}; found batch ${countText(view[0])}, showing all of it.`,
      true,
    )
  }

  /** Reads what other facts make of the cursor's place; one that they leave behind goes to the middle. */
  #readAgain(info: Info | null): void {
    if (info === null) return
    const infos = [...this.drawing.drawn.values()].map((drawn) => drawn.info)
    if (infos.length === this.#infos.length && infos.every((each, index) => each === this.#infos[index])) return
    const isNew = !this.#infos.includes(info)
    this.#infos = infos
    const { batch } = this.#cursor
    const last = lastBatchOf(this.drawing, this.state)!
    const before = this.#batches ?? info.batches
    // A shorter run has what it read at the same part of it; what was beyond its end stays there, as far as another run goes.
    const carried = (from: number) =>
      isNew && from <= before && from > info.batches
        ? Math.round((from / before) * info.batches)
        : Math.min(from, this.#isKnown() ? last : from)
    if (this.#pin.batch !== null) this.#pin.batch = carried(this.#pin.batch)
    if (this.#asked !== null) this.#cursorTo(this.#asked)
    else if (batch === null) this.#cursorTo(Math.floor(info.batches / 2))
    else if (carried(batch) !== batch) this.#cursorTo(carried(batch))
    this.#batches = info.batches
    this.#read()
  }

  /** While a field is wrong, no value stands for what it says. */
  #readNothing(): void {
    this.#infos = []
    this.#cursor.reading = this.#pin.reading = null
    this.#readout.clear()
    if (this.#pin.batch !== null) this.#readout.showPin(this.#pin.batch, [])
    this.#showCursor()
  }

  #gestures(): Gestures {
    return {
      width: () => this.#chart.width,
      cursorTo: (left) => {
        const rate = rateOf(this.drawing, this.state)
        if (rate !== null) this.#cursorTo(Math.round(this.#valueAt(left) / rate))
      },
      moveCursor: (by, unit) => this.#moveCursor(by, unit),
      showBox: (edges) => this.#chart.showBox(edges),
      zoomTo: (from, until) => this.#seePart(this.#valueAt(from), this.#valueAt(until)),
      showAll: () => this.#see(null),
      pin: () => this.#togglePin(),
    }
  }

  /** The value on the axis at a place; of the state, as a frame may hold several gestures. */
  #valueAt(left: number): number {
    const [from, until] = domainOf(this.drawing, this.state) ?? [0, 1]
    return from + (left / this.#chart.width) * (until - from)
  }

  #see(view: PageState['view']): void {
    this.state.view = view
    this.drawing.view(this.state)
    this.#late.viewed()
    this.#paint()
    this.#address.keep(this.state, false)
  }

  #moveCursor(by: number, unit: 'column' | 'batch' | 'page' | 'end'): void {
    const last = lastBatchOf(this.drawing, this.state)
    if (last === null) return
    const [from, until] = this.state.view ?? [0, last]
    const width = this.#chart.width
    if (unit === 'end') {
      this.#cursorTo(by > 0 ? Math.min(last, Math.floor(until)) : Math.ceil(from))
      return
    }
    const step = unit === 'batch' ? 1 : Math.max(1, Math.round((until - from) / (unit === 'page' ? 10 : width)))
    this.#cursorTo((this.#cursor.batch ?? 0) + by * step)
  }

  #cursorTo(batch: number): void {
    // What is asked of runs before their lengths are known is held against these once they are.
    const isKnown = this.#isKnown()
    this.#asked = isKnown ? null : batch
    const last = (isKnown ? lastBatchOf(this.drawing, this.state) : null) ?? Number.POSITIVE_INFINITY
    this.#cursor.batch = Math.max(0, Math.min(last, batch))
    this.#showCursor()
    void this.#cursor.read(this.state)
  }

  /** Whether the lengths of all runs are those of what stands in the fields. */
  #isKnown(): boolean {
    return [...this.drawing.drawn.values()].every(
      ({ isKnown, problem, schedule }) =>
        isKnown || (schedule.id !== this.active.id && (problem !== null || isHeld(schedule))),
    )
  }

  #place(): Scene['cursor'] {
    return this.#placeOf(this.#cursor)
  }

  #placeOf({ batch, reading }: Cursor): Scene['cursor'] {
    const rate = rateOf(this.drawing, this.state)
    if (batch === null || rate === null) return null
    return { x: batch * rate, value: reading?.batch === batch ? this.#shownAt(reading) : null }
  }

  /** What a reading is on the y axis. */
  #shownAt({ lr, alpha }: Reading): number | null {
    if (lr === null) return null
    switch (measureOf(this.state)) {
      case 'alpha':
        return alpha
      case 'difference':
        return 0
      case 'ratio':
        return 1
      default: {
        const factor = factorOf(this.drawing, this.state)
        return factor === null ? null : lr * factor
      }
    }
  }

  #showCursor(): void {
    this.#chart.showCursor(this.#place())
    const { batch, reading } = this.#cursor
    if (batch === null) return
    this.#late.moved()
    setAttribute(this.#shell.chart, 'aria-valuenow', batch)
    if (reading?.batch !== batch) {
      const isWrong = this.drawing.drawn.get(String(this.active.id))?.problem != null
      if (isWrong)
        setAttribute(this.#shell.chart, 'aria-valuetext', `batch ${countText(batch)}, no value: a field is wrong`)
      return
    }
    setAttribute(this.#shell.chart, 'aria-valuetext', this.#cursor.textFor(this.active))
  }

  async #copyValue(text: string): Promise<void> {
    const isCopied = await copyText(text)
    if (isCopied) this.say(`${text} is on the clipboard.`)
    else this.say(`The browser keeps the clipboard closed; the value is ${text}.`, true)
  }

  #switchTheme(): void {
    toggleTheme()
    this.themed()
  }
}
