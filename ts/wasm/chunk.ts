/**
 * How many values the module computes at once.
 */

/** A chunk: the buffer of 64 KiB stays in a core's first cache levels. */
export const CHUNK = 8192
