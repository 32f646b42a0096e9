/**
 * Classes whose instances are functions: the base that makes them so, and the one that users extend.
 * No eval: an instance is a closure with the class's prototype.
 */
import type { State } from '../state/state.js'

/**
 * A stateless scheduler: the multiplier α for the learning rate at `state.timestamp`, where `ssr` stretches the
 * schedule, α_σ(t) = α(t/σ). Composer: `composer.optim.ComposerScheduler`.
 *
 * @example
 * ```ts
 * const halveAfterTenEpochs = (state: State) => (state.timestamp.epoch < 10 ? 1 : 0.5)
 * halveAfterTenEpochs({ timestamp: new Timestamp({ epoch: 12 }), maxDuration: '20ep', dataloaderLen: null }) // => 0.5
 * ```
 */
export type ComposerScheduler = (state: State, ssr?: number) => number

const CALLABLE = Symbol.for('scale-schedule.CallableScheduler')

/** What calling an instance does. */
export const INVOKE: unique symbol = Symbol('invoke')

/** The call signature, which a class body can't declare. */
export interface CallableInstance {
  /** The multiplier at `state.timestamp`; `ssr` is 1 unless given. */
  // biome-ignore lint/style/useShorthandFunctionType: only an interface merges with a class
  (state: State, ssr?: number): number
}

/** Makes instances callable; `CallableScheduler` is the one to extend. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor makes the merged call signature true
export abstract class CallableInstance {
  constructor() {
    const self = ((state: State, ssr = 1) => self[INVOKE](state, ssr)) as unknown as this
    Object.setPrototypeOf(self, new.target.prototype)
    // A function's own name and length are read-only; users' classes may have fields or getters of these names.
    for (const [key, value] of [
      ['name', new.target.name],
      ['length', 2],
    ] as const) {
      Reflect.deleteProperty(self, key)
      if (!(key in self)) Object.defineProperty(self, key, { value, writable: true, configurable: true })
    }
    // biome-ignore lint/correctness/noConstructorReturn: the instance is the function
    return self
  }

  /** @internal */
  abstract [INVOKE](state: State, ssr: number): number

  /** Marks the schedulers of all copies of this package. */
  get [CALLABLE](): true {
    return true
  }

  /** What it is: the name of its class. */
  toString(): string {
    return `[scheduler ${this.constructor.name}]`
  }

  /** As for any function. */
  get call(): CallableFunction['call'] {
    return Function.prototype.call
  }

  /** As for any function. */
  get apply(): CallableFunction['apply'] {
    return Function.prototype.apply
  }

  /** As for any function. */
  get bind(): CallableFunction['bind'] {
    return Function.prototype.bind
  }
}

/**
 * The base of schedulers written as classes: implement `alpha(state, ssr)`, and instances are functions.
 * Composer: a class with `__call__(self, state, ssr)`.
 *
 * @example
 * ```ts
 * class HalveAfter extends CallableScheduler {
 *   epochs: number
 *   constructor(epochs: number) {
 *     super()
 *     this.epochs = epochs
 *   }
 *   alpha(state: State) {
 *     return state.timestamp.epoch < this.epochs ? 1 : 0.5
 *   }
 * }
 * const scheduler = new HalveAfter(10)
 * scheduler({ timestamp: new Timestamp({ epoch: 12 }), maxDuration: '20ep', dataloaderLen: null }) // => 0.5
 * ```
 */
export abstract class CallableScheduler extends CallableInstance {
  /**
   * The multiplier at `state.timestamp`.
   *
   * @param state - where training is and how long it is
   * @param ssr - the scale schedule ratio, 1 if the caller gave none
   */
  abstract alpha(state: State, ssr: number): number

  /** @internal */
  [INVOKE](state: State, ssr: number): number {
    return this.alpha(state, ssr)
  }
}

/** Whether a value is an instance that always takes the ratio: a built-in, or of a user's class. */
export function isCallableInstance(value: unknown): value is CallableInstance {
  return typeof value === 'function' && CALLABLE in value
}
