/**
 * A sweep held against its plan: its files, and what they say of each other.
 */
import { shortened } from '../../config/errors.js'
import type { Part } from '../plan/parts.js'
import type { SweepPlan } from '../plan/plan.js'
import { examinePart } from '../run/facts.js'
import { keptOf } from '../run/part.js'
import { isSamePlan, unlisted } from '../run/sweep.js'
import { listing, manifestOf } from '../run/whole.js'
import { corrupt, type Fault } from '../store/fault.js'
import { type ManifestPart, manifestFault, partsOf } from '../store/manifest.js'
import { PLAN, planFault } from '../store/plan-file.js'
import { type Sidecar, sidecarName } from '../store/sidecar.js'
import type { Store } from '../store/store.js'
import { type ExamineOptions, type Finding, faultIn, type Looked } from './finding.js'
import { recompute } from './recompute.js'
import type { FoundManifest, Source } from './source.js'

type Planned = Extract<Source, { is: 'planned' }>

/** Examines a sweep whose plan is known. */
export async function examinePlanned(
  store: Store,
  source: Planned,
  manifest: FoundManifest,
  options: ExamineOptions,
): Promise<Looked> {
  const { plan } = source
  const { signal, tell } = options
  const isSame = (spec: unknown) => isSamePlan(spec, plan, source.encoders)
  const own = (fault: Fault | null) => {
    if (fault !== null) tell({ fault, isOwn: true })
  }
  own(
    await faultIn(async () => {
      const found = await planFault(store, plan, isSame)
      return found === null ? absent : typeof found === 'string' ? null : found.fault
    }),
  )
  const sidecars: (Sidecar | undefined)[] = []
  for (const [index, part] of plan.parts.entries()) {
    signal?.throwIfAborted()
    const found = await findingOf(store, plan, part, manifest !== null)
    if (found !== null && 'sidecar' in found) sidecars[index] = found.sidecar
    else if (found !== null) tell(found)
  }
  const listed = manifest !== null && 'tables' in manifest ? partsOf(manifest) : []
  const expected = manifestOf(plan, source.encoders, expectedList(plan, sidecars, listed))
  own(
    await faultIn(async () => {
      const found = await manifestFault(store, expected, isSame)
      return found === 'none' ? null : found
    }),
  )
  for (const fault of await strangers(store, plan)) tell({ fault, isOwn: false })
  const recomputed = await recompute(source, sidecars, options)
  const whole = sidecars.filter((sidecar) => sidecar !== undefined).length
  return { parts: plan.parts.length, whole: whole - recomputed.wrong, recomputed: recomputed.count }
}

const absent: Fault = {
  code: 'store-corrupt',
  name: PLAN,
  what: `A sweep has a ${PLAN}; found none.`,
  cure: 'Run it again.',
}

/** The sidecar of a part that is whole, or what is wrong with it; null where it is not complete, and need not be. */
async function findingOf(
  store: Store,
  plan: SweepPlan,
  part: Part,
  isFinished: boolean,
): Promise<{ readonly sidecar: Sidecar } | Finding | null> {
  let whole: Sidecar | null = null
  const fault = await faultIn(async () => {
    const found = await examinePart(store, part, { plan: plan.digest })
    if (found.is === 'faulty') return found.fault
    if (found.is === 'missing') return isFinished ? unlisted(part.name) : null
    whole = found.sidecar
    return null
  })
  if (fault !== null) return { fault, isOwn: true }
  if (whole === null) return null
  const { rows } = whole as Sidecar
  const planned = rowsOf(plan, part)
  if (planned === null || planned === rows) return { sidecar: whole }
  const { name } = part
  const what = `The part ${name} has ${planned} rows by the plan; found ${rows}.`
  return { fault: corrupt(name, what, [name, sidecarName(name)]), isOwn: true, part: name }
}

/** How many rows a part has by the plan; null where only its making tells. */
function rowsOf(plan: SweepPlan, part: Part): number | null {
  if (part.kind === 'configurations') return part.until - part.from
  if (plan.spec.layout === 'wide') return null
  let rows = 0
  for (const { kept } of keptOf(plan, part)) rows += kept.count(part.stepFrom, part.stepUntil)
  return rows
}

/** What the manifest has to list; of parts that are not whole it is believed. */
function expectedList(
  plan: SweepPlan,
  sidecars: readonly (Sidecar | undefined)[],
  listed: readonly ManifestPart[],
): ManifestPart[] {
  const believed = new Map(listed.map((part) => [part.name, part]))
  return plan.parts.map(({ name }, index) => {
    const sidecar = sidecars[index]
    return sidecar === undefined ? (believed.get(name) ?? { name, rows: 0, bytes: 0, sha256: '' }) : listing(sidecar)
  })
}

/** Files among the parts that are none: who opens all files of a folder takes them for such. */
async function strangers(store: Store, plan: SweepPlan): Promise<Fault[]> {
  const own = new Set(plan.parts.flatMap(({ name }) => [name, sidecarName(name)]))
  const names = [...(await store.list('configurations/')), ...(await store.list('curves/'))]
  return names
    .filter((name) => !own.has(name))
    .map((name) => ({
      code: 'store-conflict',
      name,
      what: `A sweep's folders have the files of its plan alone; found ${shortened(name)}.`,
      cure: 'Move it out of the way.',
    }))
}
