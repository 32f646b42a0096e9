/**
 * `plan.json`, which is put first: which sweep a store is for, so that no other is mixed into it.
 */
import { shortened } from '../../config/errors.js'
import { ownVersion } from '../../node/version.js'
import { SweepError } from '../errors.js'
import { PLAN_LIMITS } from '../plan/documents.js'
import type { SweepPlan } from '../plan/plan.js'
import { type Healing, putOwn, removeFaulty } from './commit.js'
import { apart } from './digest.js'
import { bytesOrFault, corrupt, type Fault, FaultError, OTHER_PLAN } from './fault.js'
import { readManifest } from './manifest.js'
import { excerpt, findSidecar, isSha256, parseObject, sidecarName } from './sidecar.js'
import type { Store } from './store.js'

/** The plan's name in its store. */
export const PLAN = 'plan.json'

/** It wrote no version into its plans. */
const FIRST_VERSION = '0.1.0'

/** What else a run knows of its plan. */
export interface PlanOptions {
  /** Whether a specification that is written down differently is of the same plan. */
  readonly isSame: (spec: unknown) => boolean
  /** Told what is damaged, and put anew. */
  readonly onFault?: (fault: Fault) => void
}

/** The plan in its store. */
export interface WrittenPlan {
  readonly isOwn: boolean
  readonly text: string
}

/**
 * Puts the plan's digest and specification. Those of the same plan may be there already.
 *
 * @returns whether the store is this plan's own, so that what is damaged in it may be removed; and the text that is there now
 * @throws SweepError 'store-conflict' when the store is for another plan, 'store-corrupt' for what is no plan
 */
export async function writePlan(store: Store, plan: SweepPlan, options: PlanOptions): Promise<WrittenPlan> {
  const text = textOf({ plan: plan.digest, package: ownVersion(), spec: plan.spec })
  const found = await planFault(store, plan, options.isSame)
  if (typeof found === 'string') return { isOwn: true, text: found }
  const isOwn = await hasOwnParts(store, plan)
  if (found !== null) {
    const { fault } = found
    if (!(found.isOwn || isOwn) || store.remove === undefined) throw new FaultError(fault)
    options.onFault?.(fault)
    await store.remove(PLAN)
  }
  try {
    await putText(store, text)
  } catch (error) {
    // Another process began it at the same moment, and may have written the specification down differently.
    const found = await planFault(store, plan, options.isSame)
    if (typeof found !== 'string') throw error
    return { isOwn: isOwn ?? true, text: found }
  }
  return { isOwn: found !== null || (isOwn ?? true), text }
}

const putText = (store: Store, text: string) =>
  putOwn(store, PLAN, Buffer.from(text), { heals: false, rule: `A folder holds one sweep, which ${PLAN} names` })

/**
 * Looks whether the plan is still there, and puts it anew where it is not.
 *
 * @param text of the plan when the run began
 * @returns whether it was there
 * @throws SweepError 'store-conflict' when another plan is there, and where what is there can't be removed
 */
export async function keepPlan(
  store: Store,
  plan: SweepPlan,
  { text, isSame, healing }: Pick<PlanOptions, 'isSame'> & { readonly text: string; readonly healing: Healing },
): Promise<boolean> {
  const bytes = await bytesOrFault(store, PLAN, PLAN_LIMITS)
  if (bytes !== null && !('fault' in bytes) && Buffer.from(bytes).toString() === text) return true
  const found = await planFault(store, plan, isSame)
  const changed = (what: string) => corrupt(PLAN, `The ${PLAN} of a run stays as it began; found ${what}.`)
  if (found === null) healing.onFault?.(changed('none'))
  else {
    const fault = typeof found === 'string' ? changed('another one') : found.fault
    await removeFaulty(store, { fault, remove: [PLAN] }, healing)
  }
  await putText(store, text)
  return false
}

/** What a plan file tells. */
export interface PlanFile {
  /** All of it. */
  readonly text: string
  /** The plan's digest. */
  readonly plan: string
  /** The version of this package that began the sweep. */
  readonly begunBy: string
  readonly spec: unknown
  /** Whether it is written down in the one way there is. */
  readonly isPlain: boolean
}

/** What is found where the plan has to be: nothing, a plan, or something else. */
export async function findPlan(store: Store): Promise<null | PlanFile | { readonly fault: Fault }> {
  const bytes = await bytesOrFault(store, PLAN, PLAN_LIMITS)
  if (bytes === null || 'fault' in bytes) return bytes
  const json = parseObject(bytes)
  if (json === null || !isSha256(json.plan)) {
    return { fault: corrupt(PLAN, `A folder's ${PLAN} names the plan it is for; found ${excerpt(bytes)}.`) }
  }
  const { plan, package: version, spec } = json
  const begunBy = typeof version === 'string' ? version : FIRST_VERSION
  const plain = textOf({ plan, package: version, spec })
  const text = Buffer.from(bytes).toString()
  return { text, plan, begunBy, spec, isPlain: text === plain }
}

/** The specification keeps its order of keys, which is the one there is: that of its axes is part of the plan. */
const textOf = ({ plan, package: version, spec }: { plan: unknown; package: unknown; spec: unknown }): string =>
  `${JSON.stringify({ version: 2, plan, package: version, spec })}\n`

/** The specification in the text of a plan that was found or put. */
export const specIn = (text: string): unknown => JSON.parse(text).spec

/**
 * What is wrong with the plan that is there, and whether it is surely of this plan; its text for nothing, null where there is
 * no plan.
 *
 * @throws SweepError 'store-conflict' when the store is for another plan
 */
export async function planFault(
  store: Store,
  plan: SweepPlan,
  isSame: PlanOptions['isSame'],
): Promise<{ readonly fault: Fault; readonly isOwn: boolean } | string | null> {
  const own = ownVersion()
  const found = await findPlan(store)
  if (found === null) return null
  if ('fault' in found) return { ...found, isOwn: false }
  if (found.plan === plan.digest) {
    // One plan may be written down in several ways.
    if (found.isPlain && found.begunBy === own && isSame(found.spec)) return found.text
    const what = `A folder's ${PLAN} has the specification of its plan and the version that began it; found others.`
    return { fault: corrupt(PLAN, what), isOwn: true }
  }
  if (found.begunBy !== own) throw otherVersion(found.begunBy)
  throw new FaultError({
    code: 'store-conflict',
    name: PLAN,
    what: `A folder holds one sweep; found that of the plan ${apart(found.plan, plan.digest).join(', not ')}.`,
    cure: OTHER_PLAN,
  })
}

/** The refusal of a store that another version began. */
export function otherVersion(begunBy: string): SweepError {
  const version = shortened(begunBy)
  return new SweepError(
    'store-conflict',
    `A sweep is finished by the version of scale-schedule that began it; found one begun by ${version}, and this is ${ownVersion()}. Finish it with scale-schedule@${version}, or choose another folder.`,
  )
}

/** Whether parts that are there are this plan's own, by a sidecar or the manifest; undefined where there are none. */
async function hasOwnParts(store: Store, plan: SweepPlan): Promise<boolean | undefined> {
  const names = new Set(await store.list())
  const taken = plan.parts.filter(({ name }) => names.has(name) || names.has(sidecarName(name)))
  for (const { name } of taken) {
    const found = await findSidecar(store, name, plan.digest)
    if (found !== null && 'sidecar' in found) return true
  }
  try {
    if ((await readManifest(store))?.plan === plan.digest) return true
  } catch (error) {
    // It is looked at again at the end; here it only proves nothing.
    if (!(error instanceof SweepError)) throw error
  }
  return taken.length === 0 ? undefined : false
}
