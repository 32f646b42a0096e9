/**
 * The last look at a sweep before its manifest says what is there: what was changed since it was put or verified is read
 * again, and made anew.
 */
import { SweepError } from '../errors.js'
import { canonicalJson } from '../plan/canonical.js'
import type { Part } from '../plan/parts.js'
import { removeFaulty } from '../store/commit.js'
import { corrupt } from '../store/fault.js'
import { keepPlan, PLAN } from '../store/plan-file.js'
import { type Sidecar, sidecarName } from '../store/sidecar.js'
import type { WatchedStore } from '../store/watch.js'
import { type ComputeOptions, compute } from './compute.js'
import { examinePart } from './facts.js'

/** What a run has put or found whole. */
export interface LookOptions extends Omit<ComputeOptions, 'indexes'> {
  readonly store: WatchedStore
  /** Of all parts. */
  readonly sidecars: readonly Sidecar[]
  /** The parts of which only the length was compared. */
  readonly trusted: ReadonlySet<number>
  /** Of the plan as it was when the run began. */
  readonly planText: string
  /** Whether a specification that is written down differently is of the same plan. */
  readonly isSame: (spec: unknown) => boolean
}

// Each time, someone has changed what was put in the meantime.
const MOST_LOOKS = 3
/** Parts that are looked at side by side. */
const AT_A_TIME = 48

/**
 * Looks at the plan, all parts and all sidecars, and makes anew what is not as it was.
 *
 * @throws SweepError 'store-io' when something changes again and again, and what can't be made anew here, with its cure
 */
export async function lookAgain(options: LookOptions): Promise<void> {
  const { plan, store, healing, isSame, planText: text } = options
  const hasPlan = () => keepPlan(store, plan, { text, isSame, healing })
  for (let look = 1; ; look++) {
    const hadPlan = await hasPlan()
    const indexes = await changedParts(options)
    if (hadPlan && indexes.length === 0 && (await hasPlan())) return
    if (look === MOST_LOOKS) {
      const [index] = indexes
      const name = index === undefined ? PLAN : plan.parts[index]!.name
      const what = `What is put stays; found ${name} changed or deleted again and again.`
      throw new SweepError('store-io', `${what} Find out what else writes into ${store.location}, then run again.`)
    }
    for await (const _ of compute({ ...options, indexes })) {
      // Told already, when it was finished first.
    }
  }
}

/** The indexes of the parts that are not there as they were, each of which was told and removed. */
async function changedParts(options: LookOptions): Promise<number[]> {
  const { plan, store, signal } = options
  const changed: number[] = []
  await store.survey()
  const isUnchanged = async ({ name }: Part) =>
    (await Promise.all([name, sidecarName(name)].map((file) => store.isUnchanged(file)))).every(Boolean)
  for (let from = 0; from < plan.parts.length; from += AT_A_TIME) {
    signal?.throwIfAborted()
    const unchanged = await Promise.all(plan.parts.slice(from, from + AT_A_TIME).map(isUnchanged))
    for (const [place, isSure] of unchanged.entries()) {
      if (!isSure && !(await isStillWhole(from + place, options))) changed.push(from + place)
    }
  }
  return changed
}

/** Reads a part again; what is not as it was is told and removed. */
async function isStillWhole(index: number, options: LookOptions): Promise<boolean> {
  const { plan, store, healing, sidecars, trusted } = options
  const part = plan.parts[index]!
  const file = sidecarName(part.name)
  // Where nothing tells that it was changed since, trust goes on.
  const compare = trusted.has(index) && store.identity === undefined ? 'length' : 'checksum'
  const found = await examinePart(store, part, { plan: plan.digest, compare })
  if (found.is === 'whole' && canonicalJson(found.sidecar) === canonicalJson(sidecars[index])) return true
  if (found.is === 'faulty') await removeFaulty(store, found, healing)
  else {
    const what = found.is === 'missing' ? 'none' : 'another one'
    const fault = corrupt(file, `The sidecar ${file} was put by this run or found whole by it; found ${what}.`)
    if (found.is === 'missing') healing.onFault?.(fault)
    else await removeFaulty(store, { fault, remove: [file] }, healing)
  }
  return false
}
