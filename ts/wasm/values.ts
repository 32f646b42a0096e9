/**
 * What values are written to.
 */

/** An array for values; both kinds may be over a SharedArrayBuffer. */
export type Values = Float64Array | Float32Array
