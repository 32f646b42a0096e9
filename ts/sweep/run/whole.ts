/**
 * The manifest that a plan comes to, from the sidecars of its parts; and the versions that decide the bytes.
 */
import { ownVersion } from '../../node/version.js'
import { type FormatName, TABLE_FORMAT } from '../formats/registry.js'
import type { Part } from '../plan/parts.js'
import type { SweepPlan } from '../plan/plan.js'
import type { Manifest, ManifestPart } from '../store/manifest.js'
import { type Sidecar, sidecarDigest } from '../store/sidecar.js'
import type { Encoders } from './part.js'
import { configurationColumns, curveColumns } from './tables.js'

/** The packages, and their versions, that decide the bytes of a sweep. */
export const versionsOf = (encoders: Encoders): Record<string, string> =>
  Object.assign({ 'scale-schedule': ownVersion() }, ...[...encoders.values()].map(({ packages }) => packages))

/**
 * The manifest of a plan.
 *
 * @param listed its parts, in order
 * @param spec as plan.json has it, which may say the same plan in another way
 */
export function manifestOf(
  plan: SweepPlan,
  encoders: Encoders,
  listed: readonly ManifestPart[],
  spec: unknown = plan.spec,
): Manifest {
  const { format } = plan.spec
  const partsOf = (kind: Part['kind'], format: FormatName): ManifestPart[] =>
    plan.parts.flatMap((part, index) => (part.kind === kind && part.format === format ? [listed[index]!] : []))
  const curves = { columns: curveColumns(plan), parts: partsOf('curves', format) }
  const configurations = { columns: configurationColumns(plan), parts: partsOf('configurations', format) }
  const copy = format === TABLE_FORMAT ? {} : { [TABLE_FORMAT]: partsOf('configurations', TABLE_FORMAT) }
  return {
    version: 2,
    plan: plan.digest,
    spec,
    versions: versionsOf(encoders),
    format,
    layout: plan.spec.layout,
    tables: {
      configurations: { ...configurations, ...copy },
      curves: plan.spec.keep === 'summaries' ? null : curves,
    },
  }
}

/** A part as the manifest lists it, by its sidecar. */
export function listing(sidecar: Sidecar): ManifestPart {
  const { name, rows, bytes, sha256, footer } = sidecar
  // A sidecar that was read has its keys in another order than one that was made, and the manifest is the same to the byte.
  const piece = footer && { footer: { offset: footer.offset, bytes: footer.bytes, sha256: footer.sha256 } }
  return { name, rows, bytes, sha256, ...piece, sidecar: sidecarDigest(sidecar) }
}
