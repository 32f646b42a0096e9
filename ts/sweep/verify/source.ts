/**
 * What a store says it holds: its plan, planned anew from the specification in it, or as much as another version left.
 */
import { ConfigError, shortened } from '../../config/errors.js'
import { ownVersion } from '../../node/version.js'
import { SweepError } from '../errors.js'
import { canonicalJson } from '../plan/canonical.js'
import type { SweepPlan } from '../plan/plan.js'
import type { Encoders } from '../run/part.js'
import { planFor } from '../run/sweep.js'
import { versionsOf } from '../run/whole.js'
import type { SweepSpec } from '../spec/types.js'
import { corrupt, type Fault, FaultError } from '../store/fault.js'
import { MANIFEST, type Manifest, readManifest } from '../store/manifest.js'
import { findPlan, PLAN } from '../store/plan-file.js'
import type { Store } from '../store/store.js'

/** Where a sweep's plan comes from. */
export type Source =
  /** The plan itself: every byte of the store follows from it. */
  | {
      readonly is: 'planned'
      readonly digest: string
      readonly begunBy: string
      readonly spec: SweepSpec
      readonly plan: SweepPlan
      readonly encoders: Encoders
    }
  /** Another version, or packages of other versions, decided the bytes: these can only be compared with what is told of them. */
  | {
      readonly is: 'foreign'
      readonly digest: string
      readonly begunBy: string
      readonly by: string
      readonly faults: readonly Fault[]
    }

/** A store's manifest, as far as there is one that makes sense. */
export type FoundManifest = Manifest | Fault | null

/** The manifest, or what is wrong with it; null where there is none. */
export async function findManifest(store: Store): Promise<FoundManifest> {
  try {
    return await readManifest(store)
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
}

/**
 * Finds out what a store is for.
 *
 * @throws SweepError 'not-finished' where there is no sweep, and that of a plan or a manifest alone that makes no sense
 */
export async function findSource(store: Store, manifest: FoundManifest): Promise<Source> {
  const file = await findPlan(store)
  const told: { digest: string; spec: unknown; by: string }[] = []
  if (file !== null && !('fault' in file)) told.push({ digest: file.plan, spec: file.spec, by: file.begunBy })
  if (manifest !== null && 'plan' in manifest) {
    const { plan: digest, spec, versions } = manifest
    told.push({ digest, spec, by: String(versions['scale-schedule'] ?? 'an unknown version') })
  }
  if (told.length === 0) throw nothing(store, file, manifest)
  const own = told.filter(({ by }) => by === ownVersion())
  let encoders: Encoders | null = null
  for (const { digest, spec } of own) {
    const planned = await tryPlan(spec)
    if (planned?.plan.digest === digest) {
      const { plan, encoders } = planned
      return { is: 'planned', digest, begunBy: ownVersion(), spec: spec as SweepSpec, plan, encoders }
    }
    encoders ??= planned?.encoders ?? null
  }
  const [other] = told.filter(({ by }) => by !== ownVersion())
  if (other !== undefined) {
    const begunBy = shortened(other.by)
    return { is: 'foreign', digest: other.digest, begunBy, by: `scale-schedule@${begunBy}`, faults: [] }
  }
  const { digest } = own[0]!
  const begunBy = ownVersion()
  const packages = encoders !== null && manifest !== null && 'versions' in manifest ? differing(manifest, encoders) : ''
  if (packages !== '') return { is: 'foreign', digest, begunBy, by: packages, faults: [] }
  const what = `A folder's ${PLAN} has the specification of its plan; found another, or one for packages of other versions.`
  return { is: 'foreign', digest, begunBy, by: `scale-schedule@${begunBy}`, faults: [corrupt(PLAN, what)] }
}

async function tryPlan(spec: unknown): Promise<{ plan: SweepPlan; encoders: Encoders } | null> {
  try {
    return await planFor(spec as SweepSpec)
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

// No sweep has more packages that decide its bytes.
const MOST_NAMED = 8

/** The packages of which a manifest has other versions than are installed. */
function differing({ versions }: Manifest, encoders: Encoders): string {
  const own = versionsOf(encoders)
  if (canonicalJson(own) === canonicalJson(versions)) return ''
  const names = Object.keys(versions).filter((name) => versions[name] !== own[name])
  const differing = names.slice(0, MOST_NAMED).map((name) => shortened(`${name}@${versions[name]}`))
  return [...differing, ...(names.length > MOST_NAMED ? ['others'] : [])].join(', ')
}

function nothing(store: Store, file: Awaited<ReturnType<typeof findPlan>>, manifest: FoundManifest): SweepError {
  if (file !== null && 'fault' in file) return new FaultError(file.fault)
  if (manifest !== null && 'what' in manifest) return new FaultError(manifest)
  return new SweepError(
    'not-finished',
    `A sweep has a ${PLAN} or a ${MANIFEST}; found neither in ${store.location}. Check the path.`,
  )
}
