/**
 * The end of a sweep, whoever comes to it: what is there is looked at once more, and the manifest is put.
 */
import { setTimeout } from 'node:timers/promises'
import type { SweepPlan } from '../plan/plan.js'
import { removeFaulty } from '../store/commit.js'
import { FaultError } from '../store/fault.js'
import { type Manifest, partsOf, readManifest, writeManifest } from '../store/manifest.js'
import { specIn } from '../store/plan-file.js'
import { type Sidecar, sidecarName } from '../store/sidecar.js'
import type { Store } from '../store/store.js'
import { compute } from './compute.js'
import { examinePart } from './facts.js'
import { type LookOptions, lookAgain } from './last-look.js'
import { listing, manifestOf } from './whole.js'

/**
 * Looks at a sweep once more and puts its manifest, of which the specification is that of plan.json. What writers that are
 * gone have left is removed first.
 *
 * @param options.sidecars of all parts
 * @throws SweepError as `lookAgain` and `writeManifest` do
 */
export async function endSweep(options: LookOptions): Promise<void> {
  const { plan, encoders, store, healing, isSame, planText, sidecars } = options
  await lookAgain(options)
  await store.clean?.(true)
  const manifest = manifestOf(plan, encoders, sidecars.map(listing), specIn(planText))
  await writeManifest(store, manifest, { ...healing, isSame })
}

/** The parts without a sidecar, by their indexes. */
export async function missingParts(store: Store, plan: SweepPlan): Promise<number[]> {
  const names = new Set(await store.list())
  return [...plan.parts.keys()].filter((index) => !names.has(sidecarName(plan.parts[index]!.name)))
}

/** How long is waited before each further look, in milliseconds. */
const WAITS = [1000, 2000, 4000, 8000]

/** How a look for all parts goes on. */
export interface WaitOptions {
  /** Whether all parts are said to be there, so that it is worth to wait for them. */
  readonly patient: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * The parts without a sidecar, where they are put by others: looked for again where these may not be seen at once. Unless
 * that is said to be all, it is done only for as long as there are fewer each time.
 */
export async function missingAfterWaiting(
  store: Store,
  plan: SweepPlan,
  { patient, signal }: WaitOptions,
): Promise<number[]> {
  const lag = (await store.lag?.()) ?? 0
  let missing = await missingParts(store, plan)
  for (let look = 0, waited = 0; missing.length > 0 && waited < lag; look++) {
    const wait = Math.min(WAITS[look] ?? WAITS.at(-1)!, lag - waited)
    await setTimeout(wait, undefined, { signal })
    waited += wait
    const found = await missingParts(store, plan)
    if (!patient && look > 0 && found.length === missing.length) break
    missing = found
  }
  return missing
}

/** What a look for the end of a sweep comes to. */
export interface SweepEnd {
  /** Whether the manifest is there. */
  readonly finished: boolean
  /** The names of the parts that are not complete yet; others make them. */
  readonly missing: readonly string[]
}

/** What is known by someone who has made some of the parts. */
export interface FinishOptions extends Omit<LookOptions, 'sidecars' | 'trusted'> {
  /** The sidecars of the parts that were made or compared here, by their indexes. */
  readonly known: ReadonlyMap<number, Sidecar>
  /** Those of them of which only the length was compared. */
  readonly trusted: ReadonlySet<number>
  readonly patient: boolean
}

/**
 * Ends a sweep if all its parts are there. Those that others made are compared by their lengths with their sidecars; what is
 * damaged is made anew.
 */
export async function finish(options: FinishOptions): Promise<SweepEnd> {
  const { plan, store, healing, known, signal, patient } = options
  const missing = await missingAfterWaiting(store, plan, { patient, signal })
  if (missing.length > 0) return { finished: false, missing: missing.map((index) => plan.parts[index]!.name) }
  if (await isListed(store, plan, known)) return { finished: true, missing: [] }
  const others = [...plan.parts.keys()].filter((index) => !known.has(index))
  const sidecars: Sidecar[] = []
  for (const [index, sidecar] of known) sidecars[index] = sidecar
  const trusted = new Set([...options.trusted, ...others])
  const damaged: number[] = []
  await store.survey()
  for (let from = 0; from < others.length; from += AT_A_TIME) {
    signal?.throwIfAborted()
    const some = others.slice(from, from + AT_A_TIME)
    const examine = (index: number) =>
      examinePart(store, plan.parts[index]!, { plan: plan.digest, compare: 'length' } as const)
    const look = async (index: number) => {
      const found = await examine(index)
      // Someone may have mended it since all were looked at.
      return found.is === 'faulty' ? examine(index) : found
    }
    for (const [place, found] of (await Promise.all(some.map(look))).entries()) {
      const index = some[place]!
      if (found.is === 'whole') sidecars[index] = found.sidecar
      else damaged.push(index)
      if (found.is === 'faulty') await removeFaulty(store, found, healing)
    }
  }
  for await (const [index, sidecar] of compute({ ...options, indexes: damaged })) {
    sidecars[index] = sidecar
    trusted.delete(index)
  }
  await endSweep({ ...options, sidecars, trusted })
  return { finished: true, missing: [] }
}

/** Parts that are looked at side by side. */
const AT_A_TIME = 48

/** Whether there is a manifest of the plan that lists these parts as their sidecars do: someone else has come to the end. */
async function isListed(store: Store, plan: SweepPlan, known: ReadonlyMap<number, Sidecar>): Promise<boolean> {
  let manifest: Manifest | null
  try {
    manifest = await readManifest(store)
  } catch (error) {
    // It is put anew.
    if (error instanceof FaultError) return false
    throw error
  }
  if (manifest?.plan !== plan.digest) return false
  const listed = new Map(partsOf(manifest).map((part) => [part.name, part]))
  return (
    listed.size === plan.parts.length &&
    [...known.values()].every(({ name, sha256 }) => listed.get(name)?.sha256 === sha256)
  )
}
