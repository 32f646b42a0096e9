/**
 * Leaves a worker with the language alone: no network, no storage, no other thread, no way to load code.
 */

/** What the language itself has, and nothing of the browser but time and the console. */
const KEPT: ReadonlySet<string> = new Set([
  ...[
    'globalThis',
    'self',
    'undefined',
    'NaN',
    'Infinity',
    'Object',
    'Function',
    'Array',
    'Number',
    'Boolean',
    'String',
  ],
  ...['Symbol', 'BigInt', 'Math', 'JSON', 'Date', 'RegExp', 'Promise', 'Proxy', 'Reflect', 'Map', 'Set', 'WeakMap'],
  ...['WeakSet', 'WeakRef', 'FinalizationRegistry', 'Iterator', 'Intl', 'Error', 'AggregateError', 'EvalError'],
  ...['RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'ArrayBuffer', 'DataView', 'Atomics'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...['Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'WebAssembly', 'isNaN'],
  ...['isFinite', 'parseFloat', 'parseInt', 'encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent'],
  ...['structuredClone', 'console', 'constructor'],
])

/** Removes all else from the global object and from what it inherits; returns what could not be removed. */
export function lock(): string[] {
  const left: string[] = []
  for (let object: object | null = globalThis; object !== null && object !== Object.prototype; ) {
    const holder: object = object
    object = Object.getPrototypeOf(holder)
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (KEPT.has(name) || Reflect.deleteProperty(holder, name)) continue
      // What can't be deleted can often be covered.
      try {
        Object.defineProperty(holder, name, { value: undefined, writable: false })
      } catch {
        left.push(name)
      }
    }
  }
  return left
}
