/**
 * What the page shows, as plain values: schedules in the words that were typed, the axes, the part that is in view.
 */
import { infoOf, SCHEDULERS } from './catalogue.js'
import { nestOf } from './options.js'
import { type BuiltinFactor, type Factor, functionsOf, type NodeFactor, type Part } from './tree.js'

/** What the x axis counts. */
export const AXES = ['ba', 'ep', 'sp', 'tok', 'dur'] as const
export type Axis = (typeof AXES)[number]

/** What the axis is called. */
export const AXIS_LABELS: Readonly<Record<Axis, string>> = {
  ba: 'batches',
  ep: 'epochs',
  sp: 'samples',
  tok: 'tokens',
  dur: 'fraction of the run',
}

/** What the y axis shows: the rate, its multiplier, its part of the peak, or how it compares with the edited one's. */
export const MEASURES = ['lr', 'alpha', 'peak', 'difference', 'ratio'] as const
export type Measure = (typeof MEASURES)[number]

/** What such an axis is called. */
export const MEASURE_LABELS: Readonly<Record<Measure, string>> = {
  lr: 'learning rate',
  alpha: 'multiplier α',
  peak: 'part of the peak',
  difference: 'difference',
  ratio: 'ratio',
}

/** What a run is described by; as typed, '' where nothing is given. The order is part of links. */
export const RUN_FIELDS = [
  'maxDuration',
  'dataloaderLen',
  'samplesPerBatch',
  'tokensPerSample',
  'baseLr',
  'scaleScheduleRatio',
  'epochsPerIteration',
  'secondsPerBatch',
] as const
export type RunField = (typeof RUN_FIELDS)[number]

/** The labels of the fields, which messages call them by. */
export const RUN_LABELS: Readonly<Record<RunField, string>> = {
  maxDuration: 'max_duration',
  dataloaderLen: 'dataloader_len',
  samplesPerBatch: 'samples per batch',
  tokensPerSample: 'tokens per sample',
  baseLr: 'lr',
  scaleScheduleRatio: 'Scale schedule ratio (SSR)',
  epochsPerIteration: 'epochs per iteration',
  secondsPerBatch: 'seconds per batch',
}
export type RunText = Record<RunField, string>

/** A schedule: its factors, which multiply, and the run that it is for. */
export interface Schedule {
  id: number
  name: string
  visible: boolean
  /** Its place among the colours. */
  colour: number
  factors: Factor[]
  run: RunText
  /** What it schedules; null for the learning rate. */
  quantity: Further | null
  /** The schedule of which it is a further curve: they have one run. Null for one of its own. */
  of: number | null
}

/** What has a schedule beside the learning rate, on an axis of its own. */
export const FURTHER = ['momentum', 'weight decay'] as const
export type Further = (typeof FURTHER)[number]

/** The whole page. */
export interface PageState {
  /** At least one. */
  schedules: Schedule[]
  /** The id of the one that is edited. */
  active: number
  axis: Axis
  y: Measure
  log: boolean
  /** Whether the y axis spans what is in view alone, and not 0 as well. */
  fit: boolean
  /** The batches in view, of the active schedule; null for all. */
  view: readonly [from: number, until: number] | null
}

/** Of schedules, so that no link asks for any amount of work. */
export const MOST_SCHEDULES = 12
export const MOST_FACTORS = 8
/** Of schedulers in a schedule, those within others too. */
export const MOST_WITHIN = 64
/** Of schedulers within each other. */
export const DEEPEST = 12

export const RUN_DEFAULTS: RunText = {
  maxDuration: '1000ba',
  dataloaderLen: '',
  samplesPerBatch: '',
  tokensPerSample: '',
  baseLr: '1',
  scaleScheduleRatio: '1',
  epochsPerIteration: '',
  secondsPerBatch: '',
}

let lastId = 0

/** A schedule with an id of its own. */
export const makeSchedule = (name: string, factors: Factor[], run: Partial<RunText>, colour = 0): Schedule => ({
  id: ++lastId,
  name,
  visible: true,
  colour,
  factors,
  run: { ...RUN_DEFAULTS, ...run },
  quantity: null,
  of: null,
})

/** A page with one schedule, as it is seen at first. */
export const stateWith = (schedule: Schedule): PageState => ({
  schedules: [schedule],
  active: schedule.id,
  axis: 'ba',
  y: 'lr',
  log: false,
  fit: false,
  view: null,
})

/** A scheduler of the table by its class name; options that are not given start as the catalogue says. */
export function makeFactor(
  type: string,
  options: Readonly<Record<string, string>> = {},
  parts: readonly Part[] = [],
): BuiltinFactor | NodeFactor {
  const info = infoOf(type) ?? SCHEDULERS[0]!
  const texts = info.options.flatMap(({ key, initial, isImplied, byDefault }) => {
    const text = options[key] ?? initial
    return isImplied && text === byDefault ? [] : [[key, text]]
  })
  const made = { type: info.type, options: Object.fromEntries(texts) as Record<string, string> }
  if (nestOf(info.type) === undefined) return { kind: 'builtin', ...made }
  return { kind: 'node', ...made, parts: [...parts] }
}

/** The schedule that is edited. */
export const activeOf = (state: PageState): Schedule =>
  state.schedules.find(({ id }) => id === state.active) ?? state.schedules[0]!

/** What a schedule's values are called. */
export const quantityName = ({ quantity }: Schedule): string => quantity ?? 'learning rate'

/** What code and tables call them. */
export const quantityKey = ({ quantity }: Schedule): string => quantity?.replace(' ', '_') ?? 'lr'

/** A schedule and its further curves, or of a further curve those that it belongs to. */
export function familyOf({ schedules }: PageState, { id, of }: Schedule): Schedule[] {
  const head = of ?? id
  return schedules.filter((each) => each.id === head || each.of === head)
}

/** Whether code of it waits for a click. */
export const isHeld = ({ factors }: Schedule): boolean => functionsOf(factors).some(({ held }) => held)

/** The code of its functions, in order. */
export const codesOf = ({ factors }: Schedule): string[] => functionsOf(factors).map(({ code }) => code)

/** The first colour that no schedule has. */
export function freeColour(schedules: readonly Schedule[]): number {
  for (let colour = 0; ; colour++) if (schedules.every((schedule) => schedule.colour !== colour)) return colour
}
