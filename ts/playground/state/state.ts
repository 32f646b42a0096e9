/**
 * What the page shows, as plain values: schedules in the words that were typed, the axes, the part that is in view.
 */
import { infoOf, SCHEDULERS } from './catalogue.js'

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

/** One of the 13, its options as typed, under Composer's names. */
export interface BuiltinFactor {
  kind: 'builtin'
  type: string
  options: Record<string, string>
}

/** A function in JavaScript; `held` until its code may run. */
export interface FunctionFactor {
  kind: 'function'
  code: string
  held: boolean
}

/** A factor of a schedule. */
export type Factor = BuiltinFactor | FunctionFactor

/** A schedule: its factors, and the run that it is for. */
export interface Schedule {
  id: number
  name: string
  visible: boolean
  /** Its place among the colours. */
  colour: number
  factors: Factor[]
  run: RunText
}

/** The whole page. */
export interface PageState {
  /** At least one. */
  schedules: Schedule[]
  /** The id of the one that is edited. */
  active: number
  axis: Axis
  log: boolean
  /** The batches in view, of the active schedule; null for all. */
  view: readonly [from: number, until: number] | null
}

/** Of schedules, so that no link asks for any amount of work. */
export const MOST_SCHEDULES = 12
export const MOST_FACTORS = 8

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
})

/** A factor of one of the 13 classes; options that are not given start as the catalogue says. */
export function makeFactor(type: string, options: Readonly<Record<string, string>> = {}): BuiltinFactor {
  const info = infoOf(type) ?? SCHEDULERS[0]!
  const texts = info.options.map(({ key, initial }) => [key, options[key] ?? initial])
  return { kind: 'builtin', type: info.type, options: Object.fromEntries(texts) }
}

/** The schedule that is edited. */
export const activeOf = (state: PageState): Schedule =>
  state.schedules.find(({ id }) => id === state.active) ?? state.schedules[0]!

/** Whether code of it waits for a click. */
export const isHeld = ({ factors }: Schedule): boolean =>
  factors.some((factor) => factor.kind === 'function' && factor.held)

/** The code of its functions, in order. */
export const codesOf = ({ factors }: Schedule): string[] =>
  factors.flatMap((factor) => (factor.kind === 'function' ? [factor.code] : []))

/** The first colour that no schedule has. */
export function freeColour(schedules: readonly Schedule[]): number {
  for (let colour = 0; ; colour++) if (schedules.every((schedule) => schedule.colour !== colour)) return colour
}
