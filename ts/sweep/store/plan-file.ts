/**
 * `plan.json`, which is put first: which sweep a store is for, so that no other is mixed into it.
 */
import { ownVersion } from '../../node/version.js'
import { SweepError } from '../errors.js'
import { canonicalJson } from '../plan/canonical.js'
import type { SweepPlan } from '../plan/plan.js'
import { putOwn } from './commit.js'
import { apart } from './digest.js'
import { corrupt, type Fault, faultError, isBlocked } from './fault.js'
import { readManifest } from './manifest.js'
import { excerpt, findSidecar, parseObject, sidecarName } from './sidecar.js'
import type { Store } from './store.js'

/** The plan's name in its store. */
export const PLAN = 'plan.json'

/** It wrote no version into its plans. */
export const FIRST_VERSION = '0.1.0'

/** What else a run knows of its plan. */
export interface PlanOptions {
  /** Whether a specification that is written down differently is of the same plan. */
  readonly isSame: (spec: unknown) => boolean
  /** Told what is damaged, and put anew. */
  readonly onFault?: (fault: Fault) => void
}

/**
 * Puts the plan's digest and specification. Those of the same plan may be there already.
 *
 * @returns whether the store is this plan's own, so that what is damaged in it may be removed
 * @throws SweepError 'store-conflict' when the store is for another plan, 'store-corrupt' for what is no plan
 */
export async function writePlan(store: Store, plan: SweepPlan, options: PlanOptions): Promise<boolean> {
  const own = ownVersion()
  const text = `${canonicalJson({ version: 1, plan: plan.digest, package: own, spec: plan.spec })}\n`
  const bytes = Buffer.from(text)
  const fault = await faultOf(store, plan, text, own, options)
  if (fault === 'none') return true
  const isOwn = await hasOwnParts(store, plan)
  if (fault === null) {
    await putOwn(store, PLAN, bytes, { heals: false, rule: `A folder holds one sweep, which ${PLAN} names` })
    return isOwn ?? true
  }
  if (!(fault.isOwn || isOwn) || store.remove === undefined) throw faultError(fault)
  options.onFault?.(fault)
  await store.remove(PLAN)
  await putOwn(store, PLAN, bytes, { heals: true, rule: `A folder holds one sweep, which ${PLAN} names` })
  return true
}

/** What is wrong with the plan that is there: 'none' for nothing, null where there is no plan. */
async function faultOf(
  store: Store,
  plan: SweepPlan,
  text: string,
  own: string,
  { isSame }: PlanOptions,
): Promise<(Fault & { readonly isOwn: boolean }) | 'none' | null> {
  let bytes: Uint8Array | null
  try {
    bytes = await store.get(PLAN)
  } catch (error) {
    if (isBlocked(error)) return { name: PLAN, ...error.fault, isOwn: false }
    throw error
  }
  if (bytes === null) return null
  if (Buffer.from(bytes).toString() === text) return 'none'
  const json = parseObject(bytes)
  const found = json?.plan
  if (json === null || typeof found !== 'string') {
    const what = `A folder's ${PLAN} names the plan it is for; found ${excerpt(bytes)}.`
    return { ...corrupt(PLAN, what), isOwn: false }
  }
  if (found === plan.digest) {
    const { spec } = json
    // One plan may be written down in several ways, each of them in canonical JSON.
    const rest = `${canonicalJson({ version: 1, plan: found, package: own, spec })}\n`
    if (Buffer.from(bytes).toString() === rest && isSame(spec)) return 'none'
    const what = `A folder's ${PLAN} has the specification of its plan and the version that began it; found others.`
    return { ...corrupt(PLAN, what), isOwn: true }
  }
  const begunBy = typeof json.package === 'string' ? json.package : FIRST_VERSION
  if (begunBy !== own) {
    throw new SweepError(
      'store-conflict',
      `A sweep is finished by the version of scale-schedule that began it; found one begun by ${begunBy}, and this is ${own}. Finish it with scale-schedule@${begunBy}, or choose another folder.`,
    )
  }
  throw new SweepError(
    'store-conflict',
    `A folder holds one sweep; found that of the plan ${apart(found, plan.digest).join(', not ')}. Choose another folder, or delete what is in this one.`,
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
