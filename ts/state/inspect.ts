/**
 * The name under which Node and its like ask an object for its text in console.log.
 */

/** Node's `util.inspect.custom`, without importing Node. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never
