/**
 * The Arrow IPC file format, also named Feather V2, by apache-arrow; not compressed, so that readers can map it.
 */

import type { Encoder } from '../format.js'
import { inGroups } from '../groups.js'
import { installedVersion, loadOptional } from '../packages.js'
import { arrowSchema, recordBatch } from './batch.js'

/**
 * Writes it.
 *
 * @throws SweepError 'missing-package' without apache-arrow
 */
export async function arrowEncoder(): Promise<Encoder> {
  const arrow = await loadOptional('apache-arrow', 'Arrow files', () => import('apache-arrow'))
  return {
    packages: {
      'apache-arrow': installedVersion('apache-arrow'),
      // Which lays out the metadata, in whatever version apache-arrow's range gave.
      flatbuffers: installedVersion('flatbuffers', 'apache-arrow'),
    },
    async open(schema, { rows }) {
      const fields = arrowSchema(arrow, schema)
      const file = new arrow.RecordBatchFileWriter()
      file.reset(undefined, fields)
      return inGroups(schema, rows, {
        group(columns, count) {
          file.write(recordBatch(arrow, fields, schema.columns, columns, count))
        },
        finish: () => file.finish().toUint8Array(true),
      })
    },
  }
}
