/**
 * The Arrow IPC file format, also named Feather V2, by apache-arrow; not compressed, so that readers can map it.
 */
import { arrowSchema, recordBatch } from './arrow-batch.js'
import type { Format } from './format.js'
import { inGroups } from './groups.js'
import { installedVersion, loadOptional } from './packages.js'

/**
 * The format.
 *
 * @throws SweepError 'missing-package' without apache-arrow
 */
export async function arrowFormat(): Promise<Format> {
  const arrow = await loadOptional('apache-arrow', 'Arrow files', () => import('apache-arrow'))
  return {
    name: 'arrow',
    extension: '.arrow',
    packages: {
      'apache-arrow': installedVersion('apache-arrow'),
      // Which lays out the metadata, in whatever version apache-arrow's range gave.
      flatbuffers: installedVersion('flatbuffers', 'apache-arrow'),
    },
    lost: () => [],
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
