/**
 * A thread of a worker: makes a part and puts it into its store, or ends the sweep. A file of its own in the build; all that
 * takes long is done here, so that the thread that renews locks is always free.
 */
import { ConfigError } from '../config/errors.js'
import { ownVersion } from '../node/version.js'
import type { SweepPlan } from '../sweep/plan/plan.js'
import { finish } from '../sweep/run/end.js'
import { examinePart } from '../sweep/run/facts.js'
import { computeParts, type Encoders } from '../sweep/run/part.js'
import { toPosted } from '../sweep/run/posted.js'
import { isSamePlan, planFor } from '../sweep/run/sweep.js'
import type { SweepSpec } from '../sweep/spec/types.js'
import { commitPart, removeFaulty } from '../sweep/store/commit.js'
import { openStore } from '../sweep/store/open.js'
import { findPlan } from '../sweep/store/plan-file.js'
import type { Store } from '../sweep/store/store.js'
import { watch } from '../sweep/store/watch.js'

/** What a thread is asked for. */
export interface Task {
  /** The path of a folder, or a URL. */
  readonly store: string
  /** The digest of the plan that has to be there. */
  readonly plan: string
  /** The part to make; null to end the sweep, if all parts are there. */
  readonly index: number | null
}

/** What came of it. */
export type Outcome =
  /** The part is in the store: made here, or there already. `parts` are all of the plan. */
  | {
      readonly is: 'done'
      readonly name: string
      readonly made: boolean
      readonly rows: number
      readonly bytes: number
      readonly parts: number
    }
  /** Whether the manifest is there; else the parts that are missing. */
  | { readonly is: 'ended'; readonly finished: boolean; readonly missing: readonly number[] }
  /** There is no plan in the store, or none that can be read: now, or at all. */
  | { readonly is: 'absent' }
  /** The store is of another plan, or the plan has no such part. */
  | { readonly is: 'refused'; readonly why: string }

interface Known {
  readonly text: string
  readonly plan: SweepPlan
  readonly encoders: Encoders
  readonly store: Store
}

/** Plans that were met last, the latest at the end: a plan may take long to make. */
const known = new Map<string, Known>()
const MOST_KNOWN = 2

/** Does a task. */
export default async function run(task: Task): Promise<Outcome> {
  try {
    return await outcomeOf(task)
  } catch (error) {
    throw toPosted(error)
  }
}

async function outcomeOf({ store: location, plan: digest, index }: Task): Promise<Outcome> {
  const found = await planIn(location, digest)
  if ('is' in found) return found
  const { plan, encoders, store, text } = found
  if (index === null) {
    const isSame = (spec: unknown) => isSamePlan(spec, plan, encoders)
    const work = { plan, encoders, store: watch(store), isSame, planText: text, healing: { heals: true } }
    const nothing = { known: new Map(), trusted: new Set<number>(), patient: false, workers: 0, signal: undefined }
    const { finished, missing } = await finish({ ...work, ...nothing })
    const places = new Map(plan.parts.map(({ name }, place) => [name, place]))
    return { is: 'ended', finished, missing: missing.map((name) => places.get(name)!) }
  }
  const part = plan.parts[index]
  if (part === undefined) return { is: 'refused', why: `its plan has ${plan.parts.length} parts` }
  const { name } = part
  const parts = plan.parts.length
  const there = await examinePart(store, part, { plan: digest, compare: 'length' })
  if (there.is === 'whole')
    return { is: 'done', name, made: false, rows: there.sidecar.rows, bytes: there.sidecar.bytes, parts }
  if (there.is === 'faulty') await removeFaulty(store, there, { heals: true })
  const [computed] = await computeParts(plan, [index], encoders)
  const { rows, bytes } = await commitPart(store, { name, plan: digest, ...computed! }, { heals: true })
  return { is: 'done', name, made: true, rows, bytes, parts }
}

/** The plan in a store, made from the specification there. Nothing is written. */
async function planIn(location: string, digest: string): Promise<Known | Outcome> {
  const key = `${digest} ${location}`
  const before = known.get(key)
  const store = before?.store ?? (await openStore(location))
  const file = await findPlan(store)
  if (file === null) return { is: 'absent' }
  if ('fault' in file) return { is: 'refused', why: 'the plan.json in its store is none' }
  if (before?.text === file.text) return before
  if (file.plan !== digest) return { is: 'refused', why: 'its store is of another plan' }
  if (file.begunBy !== ownVersion() || !file.isPlain)
    return { is: 'refused', why: 'its store was begun by another version' }
  let planned: { plan: SweepPlan; encoders: Encoders }
  try {
    planned = await planFor(file.spec as SweepSpec)
  } catch (error) {
    if (error instanceof ConfigError) return { is: 'refused', why: 'the specification in its store is none' }
    throw error
  }
  if (planned.plan.digest !== digest)
    return { is: 'refused', why: 'the specification in its store is that of another plan' }
  const now = { text: file.text, store, ...planned }
  known.set(key, now)
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!)
  return now
}
