/**
 * A budget in people's units: tokens, GPUs and their speed as steps and wall clock, and the schedule on the calendar.
 */
import { Dropped } from '../engine/client.js'
import type { Info, Overview } from '../engine/messages.js'
import { afterQuiet, button, h, select } from '../panel/dom.js'
import { type Field, field, placeKey, textField } from '../panel/field.js'
import { MISSING } from '../panel/note.js'
import { countText } from '../panel/numbers.js'
import { numberOf } from '../state/number.js'
import { isHeld, quantityName, type Schedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import { amountOf, type Read, wholeOf } from './amount.js'
import { fieldText, momentAfter, momentText, spanText } from './calendar.js'
import { durationFor, type Speed, stepsFor, tokensPerGpu } from './effort.js'
import type { PlanPage, PlanPart } from './page.js'
import { part, sayings } from './part.js'
import { Timetable } from './timetable.js'

type Amount = 'tokens' | 'gpus' | 'speed' | 'parameters' | 'peak' | 'mfu'

/** What is typed, how it is read, and what it starts as. */
const AMOUNTS: Readonly<Record<Amount, { label: string; hint: string; initial: string; read(text: string): Read }>> = {
  tokens: {
    label: 'Tokens',
    hint: 'To train on in all, as 300B; empty: as long as the run is',
    initial: '',
    read: (text) => amountOf(text, 'A number of tokens', '300B'),
  },
  gpus: {
    label: 'GPUs',
    hint: 'All of them together',
    initial: '8',
    read: (text) => wholeOf(text, 'A number of GPUs', 1),
  },
  speed: {
    label: 'Tokens/s per GPU',
    hint: 'What one GPU trains on in a second',
    initial: '10k',
    read: (text) => amountOf(text, 'A speed', '10k'),
  },
  parameters: {
    label: 'Parameters',
    hint: 'N of 6·N operations for a token',
    initial: '7B',
    read: (text) => amountOf(text, 'A number of parameters', '7B'),
  },
  peak: {
    label: 'Peak TFLOP/s',
    hint: 'Of one GPU, in the precision that is trained in',
    initial: '989',
    read: (text) => amountOf(text, 'A peak', '989'),
  },
  mfu: {
    label: 'MFU in %',
    hint: 'Which part of the peak training makes use of',
    initial: '40',
    read: (text) => amountOf(text.replace(/\s*%\s*$/, ''), 'An MFU', '40', 100),
  },
}
const BY_SPEED: readonly Amount[] = ['speed']
const BY_MFU: readonly Amount[] = ['parameters', 'peak', 'mfu']

// The rest is in the table.
const MOST_SAID = 3
// Beyond it dates are no dates any more.
const LONGEST = 1000 * 365.25 * 24 * 3600

/** What the fields say. */
interface Plan {
  /** The schedule, as long as the budget makes it. */
  readonly schedule: Schedule
  readonly steps: number
  readonly tokens: number
  readonly stepSeconds: number
  readonly perGpu: number
  readonly start: Date
  /** The length as max_duration has it; null where the run has it already. */
  readonly duration: string | null
}

/** The part of the panel. */
export class Budget implements PlanPart {
  readonly element: HTMLDetailsElement
  readonly update: () => void
  readonly #page: PlanPage
  readonly #typed = new Map<Amount, string>()
  readonly #fields = new Map<Amount, Field>()
  readonly #start = h('input', { type: 'datetime-local', value: fieldText(nextHour()) }, [], {
    input: () => this.update(),
  })
  readonly #startField = field({ label: 'Start', hint: 'In the time of this computer' }, [this.#start])
  readonly #words = sayings()
  readonly #take = button('Take over as max_duration', () => this.#takeOver(), { class: 'small' })
  readonly #timetable = new Timetable()
  readonly #sheet = this.#timetable.element
  #byMfu = false
  #plan: Plan | null = null
  #asked = ''

  constructor(page: PlanPage) {
    this.#page = page
    this.update = afterQuiet(250, () => void this.#show())
    const how = select({}, [['speed', 'tokens/s'] as const, ['mfu', 'MFU'] as const], 'speed', (chosen) => {
      this.#byMfu = chosen === 'mfu'
      this.#showFields()
      this.update()
    })
    for (const name of Object.keys(AMOUNTS) as Amount[]) {
      const { label, hint, initial } = AMOUNTS[name]
      const look = { label, hint, placeholder: name === 'tokens' ? 'as long as the run' : '' }
      const entry = textField(look, initial, (text) => {
        this.#typed.set(name, text)
        this.update()
      })
      this.#typed.set(name, initial)
      this.#fields.set(name, entry)
    }
    const element = (name: Amount) => this.#fields.get(name)!.element
    this.element = part(
      'Budget: tokens, GPUs and dates',
      [
        h('div', { class: 'fields three' }, [
          ...(['tokens', 'gpus'] as const).map(element),
          this.#startField.element,
          field({ label: 'Throughput by', hint: 'What is known of the speed' }, [how]).element,
          ...[...BY_SPEED, ...BY_MFU].map(element),
        ]),
        this.#words.element,
        h('div', { class: 'row' }, [this.#take]),
        this.#sheet,
      ],
      this.update,
    )
    this.#take.hidden = this.#sheet.hidden = true
    this.#showFields()
  }

  #showFields(): void {
    for (const name of BY_SPEED) this.#fields.get(name)!.element.hidden = this.#byMfu
    for (const name of BY_MFU) this.#fields.get(name)!.element.hidden = !this.#byMfu
  }

  /** What is typed in a field; what is wrong with it is told there. */
  #read(name: Amount): number | null {
    const read = AMOUNTS[name].read(this.#typed.get(name)!)
    this.#fields.get(name)!.tell('problem' in read ? read.problem : null)
    return 'problem' in read ? null : read.value
  }

  async #show(): Promise<void> {
    if (!this.element.open) return
    const { active, client } = this.#page
    // Asked anew: what the chart knows may be of before the last edit.
    const facts = isHeld(active)
      ? null
      : await client.ask('info', { schedule: active }).catch((error) => error as Error)
    if (active !== this.#page.active || facts instanceof Dropped) return
    const plan = this.#planned(facts)
    this.#plan = typeof plan === 'string' ? null : plan
    if (typeof plan === 'string') {
      this.#tellNothing(plan)
      return
    }
    const words = JSON.stringify([
      plan.schedule.factors,
      plan.schedule.run,
      plan.stepSeconds,
      plan.start,
      plan.duration,
    ])
    if (words === this.#asked) return
    this.#asked = words
    this.element.dataset.ready = 'false'
    try {
      const overview = await this.#page.client.ask('overview', { schedule: plan.schedule })
      if (this.#asked !== words) return
      this.#tell(plan, overview)
      const { schedule } = plan
      await this.#timetable.show(plan, quantityName(schedule), overview, (batches) =>
        this.#page.client.ask('rates', { schedule, batches }),
      )
      if (this.#asked === words) this.element.dataset.ready = 'true'
    } catch (error) {
      if (this.#asked !== words || error instanceof Dropped) return
      this.#tellNothing(messageOf(error))
    }
  }

  /** What is wrong with the whole; what is wrong with a field stands there. */
  #tellNothing(problem: string): void {
    this.#asked = ''
    this.#words.say(...(problem === '' ? [] : [problem]))
    this.#take.hidden = this.#sheet.hidden = true
    this.element.dataset.ready = 'true'
  }

  /** What the fields make of the schedule, or what is wrong, '' where that is told at a field. */
  #planned(facts: Info | Error | null): Plan | string {
    const { active } = this.#page
    const names: Amount[] = ['gpus', ...(this.#byMfu ? BY_MFU : BY_SPEED)]
    const values = new Map(names.map((name) => [name, this.#read(name)] as const))
    const isOwn = this.#typed.get('tokens')!.trim() === ''
    const asked = isOwn ? null : this.#read('tokens')
    if (isOwn) this.#fields.get('tokens')!.tell(null)
    const start = new Date(this.#start.value)
    const isDate = this.#start.value !== '' && Number.isFinite(start.getTime())
    this.#startField.tell(
      isDate ? null : 'A start is a date with a time; found none. Write for example 1 December 2026, 09:00.',
    )
    if ([...values.values()].includes(null) || (!isOwn && asked === null) || !isDate) return ''
    if (isHeld(active)) return 'This schedule has code that was not run yet. Run it first.'
    if (facts === null) return ''
    if (facts instanceof Error) return facts.message
    const info = facts
    if (info.rates.tok === null) return MISSING.tok.replace('An axis', 'A budget').replace(', or choose batches', '')
    const perStep = info.rates.tok
    const steps = asked === null ? info.batches : stepsFor(asked, perStep)
    if (!Number.isSafeInteger(steps)) {
      this.#fields.get('tokens')!.tell(`A run has at most 2^53 − 1 steps; found ${steps}. Write fewer tokens.`)
      return ''
    }
    const value = (name: Amount) => values.get(name)!
    const speed: Speed = this.#byMfu
      ? { parameters: value('parameters'), peakTflops: value('peak'), mfu: value('mfu') / 100 }
      : { tokensPerGpu: value('speed') }
    const perGpu = tokensPerGpu(speed)
    const stepSeconds = perStep / (perGpu * value('gpus'))
    const seconds = steps * stepSeconds
    if (!(seconds < LONGEST)) {
      return `A plan is of at most 1,000 years; found ${countText(Number((seconds / (365.25 * 24 * 3600)).toPrecision(3)))}. Add GPUs, or write fewer tokens.`
    }
    const ratio = numberOf(active.run.scaleScheduleRatio) ?? 1
    const before = active.run.maxDuration
    const duration = steps === info.batches ? null : durationFor(steps, before, ratio, info.rates)
    const schedule = structuredClone(active)
    if (duration !== null) schedule.run.maxDuration = duration
    return { schedule, steps, tokens: steps * perStep, stepSeconds, perGpu, start, duration }
  }

  #tell({ steps, tokens, stepSeconds, perGpu, start, duration }: Plan, { batches, steps: keys }: Overview): void {
    const begun = keys
      .flatMap(({ what }) => what.split(', ').filter((word) => / begins$/.test(word)))
      .slice(0, MOST_SAID)
    const when = (name: string) => {
      const { batch } = keys.find(({ what }) => what.split(', ').includes(name))!
      return momentAfter(start, batch * stepSeconds)
    }
    const seconds = steps * stepSeconds
    const end = momentAfter(start, seconds)
    const speed = `${countText(Number(perGpu.toPrecision(4)))} tokens/s per GPU`
    this.#words.say(
      `${countText(steps)} steps of ${countText(tokens / steps)} tokens: ${countText(tokens)} tokens in all.`,
      `${spanText(seconds)} at ${speed}, ${spanText(stepSeconds)} a step: from ${momentText(start, end)} to ${momentText(end, start)}.`,
      duration === null
        ? 'The run is as long as that.'
        : `The run would have max_duration ${duration}${batches === steps ? '' : `, ${countText(batches)} steps`}.`,
      ...begun.map((each) => sentence(`${each} on ${momentText(when(each), start)}`)),
    )
    this.#take.hidden = duration === null
    this.#sheet.hidden = false
  }

  #takeOver(): void {
    if (this.#plan?.duration == null) return
    const { duration } = this.#plan
    this.#page.active.run.maxDuration = duration
    this.#page.fields.get(placeKey({ run: 'maxDuration' }))?.show?.(duration)
    this.#page.edited()
    this.#page.finished()
    this.#page.say(`max_duration is ${duration}.`)
    // It goes, as there is nothing more to take over.
    this.element.querySelector('summary')!.focus()
  }
}

const sentence = (words: string): string => `${words[0]!.toUpperCase()}${words.slice(1)}.`

function nextHour(): Date {
  const now = new Date()
  now.setHours(now.getHours() + 1, 0, 0, 0)
  return now
}
