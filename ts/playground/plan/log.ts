/**
 * A log of training over the plan: its points on the chart, whether it is the plan, why not, and which schedules it may be.
 */
import { Dropped } from '../engine/client.js'
import type { LogFound, LoggedSchedule } from '../engine/messages.js'
import { afterQuiet, button, h } from '../panel/dom.js'
import { field, textField } from '../panel/field.js'
import { apartTexts, countText, shortText } from '../panel/numbers.js'
import { factorOfData } from '../state/data.js'
import { codesOf } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import { type PlanPage, type PlanPart, putBeside } from './page.js'
import { part, sayings } from './part.js'
import { Crosses } from './points.js'

const LARGEST_MB = 16

/** Files that are logs by their names; what has another one can be dropped on this part. */
const LOG_NAME = /\.(csv|tsv|ndjson|jsonl|log|out)$|trainer_state[^/]*\.json$|\.tfevents\b/i

/** What each cause means. */
const CAUSES: Readonly<Record<string, string>> = {
  'one-step-late': 'One step late: each update ran with the rate of the one before.',
  'one-step-early': 'One step early: each update ran with the rate of the next one.',
  accumulation: 'Accumulation: the schedule and the log count different steps.',
  ssr: 'It was trained with another scale schedule ratio.',
  total: 'It was trained with another total.',
  'warmup-restarted': 'The warm-up began again.',
  'steps-skipped': 'Steps were skipped.',
  float32: 'The rates are those of the plan, rounded to float32.',
  'base-lr': 'It was trained with another base learning rate.',
}

/** The part of the panel. */
export class LogPart implements PlanPart {
  readonly element: HTMLDetailsElement
  readonly update: () => void
  readonly #page: PlanPage
  readonly #area = h('textarea', { rows: 4, spellcheck: 'false', placeholder: '{"step": 10, "lr": 0.001}\n…' })
  readonly #entry = field(
    {
      label: 'Log of training',
      hint: 'trainer_state.json, CSV of W&B or TensorBoard, NDJSON, Lightning, Megatron-LM, Composer, DeepSpeed',
      wide: true,
    },
    [this.#area],
  )
  readonly #column = textField(
    { label: 'Column', hint: 'Where several rates of a log differ: which one', placeholder: 'the only one' },
    '',
    () => this.update(),
  )
  readonly #words = sayings()
  readonly #schedules = h('ul', { class: 'ways', 'aria-label': 'Schedules of the log' })
  readonly #off = button('Take it off the chart', () => this.#takeOff(), { class: 'small', hidden: true })
  #log: { readonly text: string; readonly file: string } | null = null
  #asked = ''

  constructor(page: PlanPage) {
    this.#page = page
    this.update = afterQuiet(300, () => void this.#show())
    const chooser = h(
      'input',
      {
        type: 'file',
        accept: '.json,.csv,.tsv,.ndjson,.jsonl,.log,.out,.txt',
        hidden: true,
        'aria-label': 'A log file',
      },
      [],
      {
        change: () => {
          const [file] = chooser.files ?? []
          if (file !== undefined) void this.#open(file)
          chooser.value = ''
        },
      },
    )
    this.element = part(
      'Log: what was trained, over the plan',
      [
        this.#entry.element,
        h('div', { class: 'row' }, [
          button('Read the log', () => this.#take(this.#area.value, 'pasted text')),
          button('Open a log…', () => chooser.click()),
          chooser,
          this.#off,
        ]),
        h('div', { class: 'fields three' }, [this.#column.element]),
        this.#words.element,
        this.#schedules,
      ],
      this.update,
    )
    this.#listen()
  }

  /** Takes drops of logs anywhere, and of any file here; all else is a configuration's. */
  #listen(): void {
    document.addEventListener(
      'drop',
      (event) => {
        const [file] = event.dataTransfer?.files ?? []
        const isHere = event.target instanceof Node && this.element.contains(event.target)
        if (file === undefined || !(isHere || LOG_NAME.test(file.name))) return
        event.preventDefault()
        event.stopImmediatePropagation()
        void this.#open(file)
      },
      { capture: true },
    )
  }

  async #open(file: File): Promise<void> {
    this.element.open = true
    // What was dropped may have been dropped far from here.
    this.element.scrollIntoView({ block: 'nearest' })
    if (file.size > LARGEST_MB * 2 ** 20) {
      this.#refuse(
        `A log has at most ${LARGEST_MB} MB here; found ${countText(Math.ceil(file.size / 2 ** 20))} MB. Keep the rows with a learning rate, or use scale-schedule match.`,
      )
      return
    }
    this.#take(await file.text(), file.name)
  }

  #take(text: string, file: string): void {
    if (text.trim() === '') {
      this.#refuse('A log has rows with a step and a learning rate; found nothing. Paste one, or open a file.')
      return
    }
    this.#log = { text, file }
    this.#asked = ''
    void this.#show()
  }

  #refuse(problem: string): void {
    this.#takeOff()
    this.#entry.tell(problem)
    this.element.dataset.ready = 'true'
  }

  #takeOff(): void {
    if (document.activeElement === this.#off) this.#area.focus()
    this.#log = null
    this.#asked = ''
    this.#page.lay({ points: null })
    this.#entry.tell(null)
    this.#column.tell(null)
    this.#words.say()
    this.#schedules.replaceChildren()
    this.#off.hidden = true
  }

  async #show(): Promise<void> {
    if (this.#log === null || !this.element.open) return
    const { active, client } = this.#page
    const { text, file } = this.#log
    const column = this.#column.element.querySelector('input')!.value.trim() || null
    // A log has learning rates, and no functions.
    const hasCode = codesOf(active).length > 0 || active.quantity !== null
    const words = JSON.stringify([hasCode ? null : [active.factors, active.run], column])
    if (words === this.#asked) return
    this.#asked = words
    this.element.dataset.ready = 'false'
    try {
      const plan = hasCode ? null : structuredClone(active)
      const found = await client.ask('log', { text, file, column, plan })
      if (this.#asked !== words) return
      this.#entry.tell(null)
      this.#column.tell(null)
      this.#page.lay({ points: new Crosses(found.points) })
      this.#tell(found, file, hasCode)
    } catch (error) {
      if (this.#asked !== words || error instanceof Dropped) return
      const message = messageOf(error)
      this.#asked = ''
      this.#words.say()
      this.#schedules.replaceChildren()
      const isColumn = /\bColumn\b/.test(message)
      this.#column.tell(isColumn ? message : null)
      this.#entry.tell(isColumn ? null : message)
    }
    this.element.dataset.ready = 'true'
  }

  #tell(found: LogFound, file: string, hasCode: boolean): void {
    const { same, cause, first, largest, reason, schedules, about, points } = found
    const { active, drawing } = this.#page
    const batches = drawing.drawn.get(String(active.id))?.info?.batches ?? Number.POSITIVE_INFINITY
    const beyond = points.batches.filter((batch) => batch > batches).length
    this.#words.say(
      `${file}: ${about}.`,
      hasCode ? 'A schedule with code is held against no log; what follows is of the log alone.' : null,
      same === true ? `Every rate is as ${active.name} plans it.` : null,
      same === false
        ? `It differs from ${active.name}. ${cause === null ? '' : (CAUSES[cause] ?? cause)}`.trim()
        : null,
      first === null
        ? null
        : `The first row that differs is of step ${countText(first.step)}: ${apartTexts(first.logged, first.planned).join(' was logged, ')} planned; at most they are ${shortText(largest ?? 0)} apart.`,
      beyond === 0 ? null : `${countText(beyond)} points are beyond the end of the run.`,
      reason,
      schedules.length === 0 ? (same === true ? null : 'No schedule is known that has its rows.') : titleOf(found),
    )
    this.#schedules.replaceChildren(...schedules.map((schedule) => this.#entryOf(schedule, file)))
    this.#off.hidden = false
  }

  #entryOf({ words, contents }: LoggedSchedule, file: string): HTMLElement {
    const put = () => {
      const { factors, run } = contents!
      const name = `${file.replace(/\.\w+$/, '')}: ${words.split(/[,;]/)[0]}`.slice(0, 80)
      putBeside(
        this.#page,
        name,
        factors.map((data) => factorOfData(data, true)),
        run,
      )
    }
    return h('li', {}, [
      h('p', {}, words),
      contents === null
        ? h('p', {}, 'too long to be shown')
        : button('Put on the chart', put, { class: 'small', 'aria-label': `Put on the chart: ${words}` }),
    ])
  }
}

const titleOf = ({ cause, identified, schedules }: LogFound): string =>
  cause !== null
    ? 'What explains it:'
    : identified
      ? 'The schedule that it shows:'
      : `Schedules that it may show, ${countText(schedules.length)}:`
