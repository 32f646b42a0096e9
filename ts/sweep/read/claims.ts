/**
 * What a manifest claims of the tables in its parts, compared with what the parts say of themselves.
 */
import { describeValue } from '../../errors/error.js'
import { SweepError } from '../errors.js'
import { type FormatName, isFormat } from '../formats/registry.js'
import type { ColumnSpec, TableSchema } from '../formats/table.js'
import { canonicalJson } from '../plan/canonical.js'
import { wideColumn } from '../run/tables.js'
import { MANIFEST, type Manifest } from '../store/manifest.js'
import { isObject } from '../store/sidecar.js'

/** A manifest of which format and layout are known. */
export type ClaimedManifest = Manifest & { readonly format: FormatName; readonly layout: 'long' | 'wide' }

const wrong = (rule: string, found: string) =>
  new SweepError('store-corrupt', `${rule}; found ${found} in ${MANIFEST}. Delete ${MANIFEST} and run the sweep again.`)

/**
 * Refuses a manifest whose format and layout are none, or not those of its specification.
 *
 * @throws SweepError 'store-corrupt'
 */
export function checkForm(manifest: Manifest): asserts manifest is ClaimedManifest {
  const { format, layout, spec, tables } = manifest
  if (!isFormat(format) || (layout !== 'long' && layout !== 'wide')) {
    const found = `${describeValue(format)} and ${describeValue(layout)}`
    throw new SweepError(
      'store-corrupt',
      `A manifest names the format and the layout of its tables; found ${found} in ${MANIFEST}. Read it with the version of the package that wrote it.`,
    )
  }
  const asked = isObject(spec) ? spec : {}
  for (const [key, found] of Object.entries({ format, layout })) {
    if (asked[key] !== found) {
      throw wrong(
        `The ${key} of a manifest is that of its specification`,
        `${describeValue(found)} and ${describeValue(asked[key])}`,
      )
    }
  }
  if ((asked.keep === 'summaries') !== (tables.curves === null)) {
    const what = tables.curves === null ? 'none' : 'some'
    throw wrong('A manifest lists curves where its specification keeps some', what)
  }
}

/**
 * Refuses a part that is of another plan than its manifest, or has other columns than this lists.
 *
 * @param part its name
 * @throws SweepError 'store-corrupt'
 */
export function checkClaims(
  part: string,
  described: TableSchema,
  claimed: { plan: string; columns: readonly ColumnSpec[]; isWide: boolean },
): void {
  const { plan, columns, isWide } = claimed
  if (described.metadata?.plan !== plan) {
    throw wrong('The parts of a manifest are of its plan', `another plan than that of ${part}`)
  }
  // Those of single configurations differ from part to part, so that the manifest does not list them.
  const own = described.columns.filter(({ name }, index) => index === 0 || !isWide || wideColumn(name) === null)
  const at = [...columns, ...own].findIndex((_, index) => textOf(columns[index]) !== textOf(own[index]))
  if (at < 0) return
  const name = describeValue((columns[at] ?? own[at]!).name)
  throw wrong(`A manifest lists the columns of its parts, such as ${part}`, `another column ${name}`)
}

/** What the parts of all formats say of a column. */
function textOf(column: ColumnSpec | undefined): string {
  if (column === undefined) return ''
  const { name, type, nullable, unit, description } = column
  return canonicalJson({ name, type, nullable: nullable || undefined, unit, description })
}
