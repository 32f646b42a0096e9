/**
 * A file in the making: pieces of bytes, joined at the end.
 */

/** Collects bytes. What is added is kept, not copied. */
export class Pieces {
  #pieces: Uint8Array[] = []
  #length = 0

  /** Adds bytes that nobody changes from now on. */
  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes)
    this.#length += bytes.length
  }

  /** All bytes in one array, which has its buffer for itself; the pieces are let go. */
  join(): Uint8Array {
    const pieces = this.#pieces
    this.#pieces = []
    const [only] = pieces
    if (pieces.length === 1 && only!.length === only!.buffer.byteLength) return new Uint8Array(only!.buffer)
    const all = new Uint8Array(this.#length)
    let at = 0
    for (const piece of pieces) {
      all.set(piece, at)
      at += piece.length
    }
    return all
  }
}
