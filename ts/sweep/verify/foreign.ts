/**
 * A sweep whose bytes another version decided: its files are held against what is written about them.
 */
import { apart } from '../store/digest.js'
import { corrupt, type Fault } from '../store/fault.js'
import { MANIFEST, partsOf } from '../store/manifest.js'
import { findSidecar, type Sidecar, sidecarDigest, sidecarName } from '../store/sidecar.js'
import type { Digest, Store } from '../store/store.js'
import { type ExamineOptions, faultIn, type Looked } from './finding.js'
import type { FoundManifest, Source } from './source.js'

/** Examines a sweep that can't be planned here. */
export async function examineForeign(
  store: Store,
  { digest: plan, by, faults }: Extract<Source, { is: 'foreign' }>,
  manifest: FoundManifest,
  { signal, tell }: Pick<ExamineOptions, 'signal' | 'tell'>,
): Promise<Looked> {
  const own = (fault: Fault) => {
    // Another version would make it anew in its own way.
    const cure = fault.code === 'store-corrupt' ? fault.cure.replace(/ again\.$/, ` again with ${by}.`) : fault.cure
    tell({ fault: { ...fault, cure }, isOwn: true })
  }
  for (const fault of faults) own(fault)
  if (manifest !== null && 'what' in manifest) own(manifest)
  const listed = manifest !== null && 'tables' in manifest ? partsOf(manifest) : null
  const parts = listed ?? (await begun(store)).map((name) => ({ name }))
  let whole = 0
  for (const part of parts) {
    signal?.throwIfAborted()
    const fault = await faultIn(() => compare(store, part, plan))
    if (fault === null) whole++
    else own(fault)
  }
  return { parts: parts.length, whole, recomputed: 0 }
}

/** The parts that have a sidecar. */
async function begun(store: Store): Promise<string[]> {
  const names = [...(await store.list('configurations/')), ...(await store.list('curves/'))]
  return names.filter((name) => /\/part-\d+\.[a-z]+\.json$/.test(name)).map((name) => name.slice(0, -'.json'.length))
}

/** What is wrong with a part, by its sidecar and by what the manifest lists of it, if it does. */
async function compare(
  store: Store,
  part: { name: string; rows?: number; sidecar?: Digest } & Partial<Digest>,
  plan: string,
): Promise<Fault | null> {
  const { name, rows, bytes, sha256 } = part
  const file = sidecarName(name)
  const found = await findSidecar(store, name, plan)
  if (found === null) return corrupt(file, `The ${MANIFEST} lists the part ${name}; found no ${file}.`, [MANIFEST])
  if ('fault' in found) return found.fault
  const { sidecar } = found
  if (rows !== undefined && !agrees(sidecar, { rows, bytes, sha256, sidecar: part.sidecar })) {
    return corrupt(MANIFEST, `A ${MANIFEST} tells of the parts next to it; found it and ${file} to differ.`, [
      MANIFEST,
      file,
    ])
  }
  const held = await store.digest(name)
  if (held?.bytes === sidecar.bytes && held.sha256 === sidecar.sha256) return null
  const [right, wrong] = held === null ? [sidecar.sha256.slice(0, 12), ''] : apart(sidecar.sha256, held.sha256)
  const what = `The part ${name} has ${sidecar.bytes} bytes with SHA-256 ${right} by its sidecar`
  const actual = held === null ? 'none' : `${held.bytes} bytes with ${wrong}`
  return corrupt(name, `${what}; found ${actual}.`, held === null ? [file] : [name, file])
}

function agrees(
  sidecar: Sidecar,
  listed: { rows: number; bytes?: number; sha256?: string; sidecar: Digest | undefined },
): boolean {
  const isSame = listed.rows === sidecar.rows && listed.bytes === sidecar.bytes && listed.sha256 === sidecar.sha256
  return isSame && (listed.sidecar === undefined || listed.sidecar.sha256 === sidecarDigest(sidecar).sha256)
}
