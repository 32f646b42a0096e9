/**
 * The places of a scheduler's curve that can be taken hold of. What an option moves is found by moving it a little: so
 * it holds for every scheduler, in whatever it stands.
 */
import { evaluate } from 'scale-schedule/bundler'
import type { Factor as ProgramFactor, ProgramOption } from '../../languages/program.js'
import { numberOf } from '../state/number.js'
import { itemsOf, optionsOf, textIn } from '../state/options.js'
import type { Schedule } from '../state/state.js'
import { factorAt, type Path } from '../state/tree.js'
import { timeTextOf, withItem } from '../state/written.js'
import { type Built, make } from './build.js'
import type { Handle, Lever } from './messages.js'
import { programOfBuilt } from './program.js'

/** Of a list the first ones: more would hide the curve. */
const MOST_OF_LIST = 24
const MOST_POINTS = 400
// How often all points are looked at, and how long that may take, in milliseconds.
const ROUNDS = 60
const MOST_TIME = 1_000

// Of lists, and of what repeats: where it comes first.
const PLACES: ReadonlySet<string> = new Set([
  'milestones',
  'boundaries',
  'knots',
  'at',
  't_0',
  'step_size',
  't_step',
  't_up',
])

/** The handles of a scheduler, along the run; that of the run's length is the last. */
export function handlesOf(schedule: Schedule, path: Path): Handle[] {
  const factor = factorAt(schedule.factors, path)
  const built = make(schedule)
  // What moves within a scheduler with a function in it has no phases to be found by.
  if (factor === undefined || factor.kind === 'function' || built.curves[path[0]!] == null) return []
  const curve = new Looked(schedule, path, built)
  if (built.hasFunctions && curve.isSlow()) return []
  const times = curve.times()
  const levels = curve.levels(times.map(({ batch }) => batch))
  const [knots, free] = [[] as Handle[], [] as Place[]]
  for (const time of times) {
    // A knot has a time and a value.
    const its = levels.find(({ lever }) => isKnot(time.lever, lever))
    if (its === undefined) free.push(time)
    else knots.push(curve.handle(Math.ceil(time.batch), time.lever, its.lever))
  }
  const rest = levels.filter(({ lever }) => !knots.some(({ level }) => level === lever))
  return [
    ...knots,
    ...free.map(({ batch, lever }) => curve.handle(batch, lever, null)),
    ...rest.map(({ batch, lever }) => curve.handle(batch, null, lever)),
    ...curve.end(),
  ].sort((a, b) => a.batch - b.batch)
}

/** Where a lever is held. */
interface Place {
  readonly batch: number
  readonly lever: Lever
}

const isKnot = (time: Lever, level: Lever): boolean =>
  time.option === 'knots' && level.option === 'values' && time.index === level.index

/** A schedule that is looked at with other words for an option. */
class Looked {
  readonly #schedule: Schedule
  readonly #path: Path
  readonly #built: Built
  readonly #edges: readonly number[]
  readonly #texts: Readonly<Record<string, string>>
  readonly #type: string

  constructor(schedule: Schedule, path: Path, built: Built) {
    const factor = factorAt(schedule.factors, path) as { type: string; options: Record<string, string> }
    this.#schedule = schedule
    this.#path = path
    this.#built = built
    this.#texts = factor.options
    this.#type = factor.type
    this.#edges = this.#edgesOf(built)
  }

  get #end(): number {
    return this.#built.run.batches
  }

  /** Whether a function beside it takes too long to be asked as often as handles ask: that would end its sandbox. */
  isSlow(): boolean {
    const before = Date.now()
    this.#valuesAt(this.#built, this.#points([]))
    return (Date.now() - before) * ROUNDS > MOST_TIME
  }

  /** The times that an edge of the curve follows, and those of lists. */
  times(): Place[] {
    const own = this.#programOptions()
    return optionsOf(this.#type)!
      .flatMap((option) => {
        const { key, kind } = option
        const text = textIn(this.#texts, option)
        const isList = kind === 'times' || kind === 'exacts'
        if (!isList && kind !== 'time' && kind !== 'exact' && kind !== 'exact?') return []
        // As long as the run: its end is held in its place.
        if (text === '' || text === '1dur') return []
        if (isList) {
          const items = itemsOf(text).slice(0, MOST_OF_LIST)
          return items.flatMap((item, index) => this.#listed(own.get(key), key, item, index))
        }
        return this.#edge(key, text) ?? (PLACES.has(key) ? this.#listed(own.get(key), key, text, null) : [])
      })
      .filter(({ batch }) => batch >= 0 && batch <= this.#end)
  }

  /** The values that the curve follows in a line, held where they move it most. */
  levels(more: readonly number[]): Place[] {
    const points = this.#points(more)
    const before = this.#valuesAt(this.#built, points)
    if (before === null) return []
    return optionsOf(this.#type)!.flatMap((option) => {
      const { key, kind } = option
      const text = textIn(this.#texts, option)
      if (text === '') return []
      if (kind === 'numbers') {
        const items = itemsOf(text).slice(0, MOST_OF_LIST)
        return items.flatMap((item, index) => this.#level(key, item, index, points, before))
      }
      return kind === 'number' || kind === 'number?' ? this.#level(key, text, null, points, before) : []
    })
  }

  /** The length of the run. */
  end(): Handle[] {
    const time = timeTextOf(this.#schedule.run.maxDuration)
    if (time === null || !(time.value > 0)) return []
    const lever = { option: null, index: null, perUnit: this.#end / time.value }
    return [this.handle(this.#end, lever, null)]
  }

  /** A handle with the value there. */
  handle(batch: number, time: Lever | null, level: Lever | null): Handle {
    const at = Math.max(0, Math.min(this.#end - 1, Math.ceil(batch)))
    return { batch, value: this.#valuesAt(this.#built, [at])![0]!, time, level, around: this.#around(batch) }
  }

  /** As far to both sides as the nearest edge that is not there. */
  #around(batch: number): Handle['around'] {
    const edges = [0, ...this.#edges, this.#end]
    const before = Math.max(0, ...edges.filter((edge) => edge < batch - 1))
    const after = Math.min(this.#end, ...edges.filter((edge) => edge > batch + 1))
    return [before, after]
  }

  /** The edge that moves with a time; null where none does. */
  #edge(key: string, text: string): Place[] | null {
    const time = timeTextOf(text)
    if (time === null) return null
    for (const by of stepsOf(time.unit, time.value, this.#end)) {
      const other = this.#with(key, time.write(time.value + by))
      const edges = other === null ? null : this.#edgesOf(other)
      if (edges === null || edges.length !== this.#edges.length) continue
      const index = this.#edges.findIndex((edge, place) => Math.abs(edges[place]! - edge) > 1e-9)
      if (index < 0) continue
      const batch = this.#edges[index]!
      return [{ batch, lever: { option: key, index: null, perUnit: (edges[index]! - batch) / by } }]
    }
    return null
  }

  /** A time that is counted from where the clock of its scheduler begins. */
  #listed(own: Own | undefined, key: string, text: string, index: number | null): Place[] {
    const batches = own?.option.batches[index ?? 0]
    const time = timeTextOf(text)
    if (own === undefined || batches == null || time === null || !(time.value > 0)) return []
    return [{ batch: own.began + batches, lever: { option: key, index, perUnit: batches / time.value } }]
  }

  #level(key: string, text: string, index: number | null, points: readonly number[], before: Float64Array): Place[] {
    const value = numberOf(text)
    if (value === null) return []
    const by = Math.max(Math.abs(value), 0.01) / 64
    for (const step of [by, -by]) {
      const [near, far] = [step, 2 * step].map((each) => this.#moved(key, index, value + each, points))
      if (near == null || far == null) continue
      const changes = Array.from(near, (each, place) => each - before[place]!)
      const most = changes.reduce((found, each) => Math.max(found, Math.abs(each)), 0)
      const held = changes.flatMap((each, place) => (Math.abs(each) > most * (1 - 1e-9) ? [place] : []))
      const place = held[held.length >> 1]
      if (place === undefined || !(most > 0)) return []
      const change = changes[place]!
      // What bends on its way can't be held.
      if (Math.abs(far[place]! - before[place]! - 2 * change) > 1e-6 * Math.abs(change)) return []
      return [{ batch: points[place]!, lever: { option: key, index, perUnit: change / step } }]
    }
    return []
  }

  #moved(key: string, index: number | null, value: number, points: readonly number[]): Float64Array | null {
    const text = index === null ? String(value) : withItem(this.#texts[key]!, index, String(value))
    const other = this.#with(key, text)
    return other === null ? null : this.#valuesAt(other, points)
  }

  /** The schedule with another text for an option; null where it is none. */
  #with(key: string, text: string): Built | null {
    const schedule = structuredClone(this.#schedule)
    const factor = factorAt(schedule.factors, this.#path) as { options: Record<string, string> }
    factor.options[key] = text
    return attempt(() => make(schedule))
  }

  #valuesAt({ schedulers, run, baseLr }: Built, at: readonly number[]): Float64Array | null {
    return attempt(() => evaluate(schedulers, run, { at, baseLr }))
  }

  /** Where the curve of its factor changes its formula. */
  #edgesOf({ curves, run }: Built): number[] {
    const phases = curves[this.#path[0]!]?.phases({ in: 'ba' }) ?? []
    return [...new Set(phases.flatMap(({ from, until }) => [from, until]))]
      .filter((edge) => edge > 0 && edge <= run.batches)
      .sort((a, b) => a - b)
  }

  /** The batches to look at: around the edges, and between them. */
  #points(more: readonly number[]): number[] {
    const last = this.#end - 1
    const edges = [...new Set([0, ...this.#edges, ...more, this.#end])].sort((a, b) => a - b)
    const points = edges.flatMap((edge, index) => {
      const next = edges[index + 1] ?? this.#end
      return [Math.ceil(edge) - 1, Math.ceil(edge), Math.floor((edge + next) / 2)]
    })
    const within = points.filter((point) => point >= 0 && point <= last)
    return [...new Set(within)].sort((a, b) => a - b).slice(0, MOST_POINTS)
  }

  /** The options as they are converted, and where their clock begins. */
  #programOptions(): ReadonlyMap<string, Own> {
    const program = attempt(() => programOfBuilt('', this.#built))
    const [first, ...rest] = this.#path
    let found: ProgramFactor | undefined = program?.factors[first!]
    let began = 0
    for (const step of rest) {
      const part = found?.kind === 'node' ? found.parts[step] : undefined
      began += part?.start?.batches ?? 0
      found = part?.factor
    }
    if (found === undefined || found.kind === 'function') return new Map()
    return new Map(found.options.map((option) => [option.key, { option, began }]))
  }
}

/** An option, and where the clock begins that its times are of. */
interface Own {
  readonly option: ProgramOption
  readonly began: number
}

/** How far a time is moved to see what it moves: about a batch, or the least that its unit has. */
function stepsOf(unit: string, value: number, batches: number): number[] {
  const step =
    unit === 'dur' ? 1 / batches : Number.isInteger(value) ? Math.max(1, Math.round(value / 1000)) : value / 1000
  return [step, -step]
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
