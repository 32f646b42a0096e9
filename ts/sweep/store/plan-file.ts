/**
 * `plan.json`, which is put first: which sweep a store is for, so that no other is mixed into it.
 */
import { ownVersion } from '../../node/version.js'
import { SweepError } from '../errors.js'
import { canonicalJson } from '../plan/canonical.js'
import type { SweepPlan } from '../plan/plan.js'
import { excerpt, parseObject } from './commit.js'
import { short } from './digest.js'
import type { Store } from './store.js'

/** The plan's name in its store. */
const PLAN = 'plan.json'

/** It wrote no version into its plans. */
const FIRST_VERSION = '0.1.0'

/**
 * Puts the plan's digest and specification. Those of the same plan may be there already.
 *
 * @throws SweepError 'store-conflict' when the store is for another plan, 'store-corrupt' for what is no plan
 */
export async function writePlan(store: Store, plan: SweepPlan): Promise<void> {
  const own = ownVersion()
  const text = Buffer.from(`${canonicalJson({ version: 1, plan: plan.digest, package: own, spec: plan.spec })}\n`)
  if ((await store.put(PLAN, text)) === 'created') return
  const bytes = (await store.get(PLAN)) ?? new Uint8Array(0)
  const json = parseObject(bytes)
  const found = json?.plan
  if (found === plan.digest) return
  if (typeof found !== 'string') {
    throw new SweepError(
      'store-corrupt',
      `A folder's ${PLAN} names the plan it is for; found ${excerpt(bytes)}. Delete ${PLAN} and run again.`,
    )
  }
  const begunBy = typeof json?.package === 'string' ? json.package : FIRST_VERSION
  if (begunBy !== own) {
    throw new SweepError(
      'store-conflict',
      `A sweep is finished by the version of scale-schedule that began it; found one begun by ${begunBy}, and this is ${own}. Finish it with scale-schedule@${begunBy}, or choose another folder.`,
    )
  }
  throw new SweepError(
    'store-conflict',
    `A folder holds one sweep; found that of the plan ${short(found)}, not ${short(plan.digest)}. Choose another folder, or delete what is in this one.`,
  )
}
