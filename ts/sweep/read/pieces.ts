/**
 * A part in a store that gives some bytes of it: its footer and the chunks of columns that are asked for, each checked.
 */
import { SweepError } from '../errors.js'
import type { Pieces } from '../formats/reading.js'
import { digestOf } from '../store/digest.js'
import type { ManifestPart } from '../store/manifest.js'
import { isPiece, type Piece, parseObject, sidecarName } from '../store/sidecar.js'
import type { Digest, Store } from '../store/store.js'

/** Refuses other bytes than there have to be; what is read is called by its name. */
export type Check = (part: string, expected: Digest, found: Digest | null, file?: string) => void

/** A store that gives some bytes of what is under a name. */
export type RangedStore = Store & { readonly range: NonNullable<Store['range']> }

/** A part of which the manifest tells what each piece has to be. */
export type PieceablePart = ManifestPart & { readonly footer: Piece; readonly sidecar: Digest }

export const isRanged = (store: Store): store is RangedStore => store.range !== undefined
export const isPieceable = (part: ManifestPart): part is PieceablePart =>
  part.footer !== undefined && part.sidecar !== undefined

/**
 * Opens a part: its footer and its sidecar are read.
 *
 * @throws SweepError 'store-corrupt' for what is not as the manifest says, also later, when chunks are read
 */
export async function openPieces(store: RangedStore, part: PieceablePart, check: Check): Promise<Pieces> {
  const { name, bytes } = part
  const file = sidecarName(name)
  const fetch = async ({ offset, bytes, sha256 }: Piece): Promise<Uint8Array> => {
    const found = await store.range(name, offset, bytes)
    check(name, { bytes, sha256 }, found && digestOf(found))
    return found!
  }
  const [footer, text] = await Promise.all([fetch(part.footer), store.get(file)])
  check(name, part.sidecar, text && digestOf(text), file)
  const { chunks } = parseObject(text!) ?? {}
  if (!Array.isArray(chunks) || !chunks.every(isPiece)) {
    throw new SweepError(
      'store-corrupt',
      `A sidecar tells the chunks of its part; found none in ${file}. Delete it and run the sweep again.`,
    )
  }
  const fetched = new Map<Piece, Promise<Uint8Array>>()
  const chunkOf = (chunk: Piece): Promise<Uint8Array> => {
    const found = fetched.get(chunk) ?? fetch(chunk)
    fetched.set(chunk, found)
    return found
  }
  return {
    bytes,
    footer,
    async read(from, until) {
      const out = new Uint8Array(until - from)
      const inside = (chunks as Piece[]).filter(({ offset, bytes }) => offset < until && offset + bytes > from)
      await Promise.all(
        inside.map(async (chunk) => {
          const found = await chunkOf(chunk)
          const start = Math.max(from, chunk.offset)
          const end = Math.min(until, chunk.offset + chunk.bytes)
          out.set(found.subarray(start - chunk.offset, end - chunk.offset), start - from)
        }),
      )
      // A column is read once.
      for (const chunk of inside) if (chunk.offset >= from && chunk.offset + chunk.bytes <= until) fetched.delete(chunk)
      return out
    },
  }
}
