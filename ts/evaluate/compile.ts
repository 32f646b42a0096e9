/**
 * A scheduler bound to a state and its optimizer: PyTorch's LambdaLR, as Composer's Trainer steps it.
 */

import { SchedulerError } from '../errors/error.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { bindRatio } from '../schedulers/functions.js'
import { checkFinite, checkNumber } from '../state/checks.js'
import { checkGroup, checkSameGroups, initialOf, keepInitial } from '../state/groups.js'
import { checkState, type Optimizer, type ParamGroup, type State } from '../state/state.js'
import { asList } from './evaluate.js'

/** The state of a LambdaLR: PyTorch's keys, camel-cased. */
export interface LambdaLRState {
  /** The learning rates that multipliers apply to, by group. */
  baseLrs: number[]
  /** How often it was stepped since it was compiled. */
  lastEpoch: number
  /** Steps including the one of compiling. */
  stepCount: number
  /** What `getLastLr` returns. */
  lastLr: number[]
}

/** A learning rate that can be set: a group, or an optimizer with a setter. */
interface Target {
  group: ParamGroup
  /** How, where setting `group.lr` is not enough. */
  setLr: ((lr: number) => void) | null
}

/** The learning rates of an optimizer, and how its groups are found again. */
interface Bound {
  targets: readonly Target[]
  groups: () => readonly unknown[]
}

type Multiplier = (state: State) => number

/**
 * What `compileComposerScheduler` returns: `step()` sets the learning rate for where the bound state now is.
 * PyTorch: `torch.optim.lr_scheduler.LambdaLR`.
 */
export class LambdaLR {
  readonly #state: State
  readonly #targets: readonly Target[]
  readonly #compiled: readonly object[]
  readonly #groups: () => readonly unknown[]
  readonly #multipliers: readonly Multiplier[]
  #baseLrs: number[]
  #lastLr: number[] = []
  // Takes turns with the last ones, so that a step makes no array.
  #nextLr: number[] = []
  #lastEpoch = -1
  #stepCount = 0

  /** @internal Made by `compileComposerScheduler` and `compilePerGroup`. */
  constructor(state: State, { targets, groups }: Bound, multipliers: readonly Multiplier[]) {
    this.#state = state
    this.#targets = targets
    this.#compiled = targets.map(({ group }) => group)
    this.#groups = groups
    this.#multipliers = multipliers
    this.#baseLrs = targets.map(({ group }, index) => {
      return checkFinite(`lr of group ${index}`, initialOf(group, 'lr'))
    })
    this.step()
    for (const [index, { group }] of targets.entries()) {
      if (group.initialLr === undefined) keepInitial(group, 'lr', this.#baseLrs[index]!)
    }
  }

  /** How often it was stepped: 0 after compiling, which does the first step. */
  get lastEpoch(): number {
    return this.#lastEpoch
  }

  /**
   * Sets each group's learning rate to its initial one × the multiplier at the state's timestamp.
   *
   * @throws what the scheduler throws, `scheduler-result`, `param-groups` where groups were added since it was compiled;
   * then no learning rate and no count has changed
   */
  step(): void {
    checkSameGroups(this.#compiled, this.#groups())
    const next = this.#nextLr
    const baseLrs = this.#baseLrs
    const multipliers = this.#multipliers
    // One scheduler for all groups is asked once; all are asked before any group is set.
    const shared = multipliers.length === 1 ? multipliers[0]!(this.#state) : 0
    for (let i = 0; i < baseLrs.length; i++) {
      next[i] = baseLrs[i]! * (multipliers.length === 1 ? shared : multipliers[i]!(this.#state))
    }
    for (let i = 0; i < next.length; i++) {
      const { group, setLr } = this.#targets[i]!
      if (setLr === null) group.lr = next[i]!
      else setLr(next[i]!)
    }
    this.#nextLr = this.#lastLr
    this.#lastLr = next
    this.#lastEpoch += 1
    this.#stepCount += 1
  }

  /** The learning rate of each group that the last step set. */
  getLastLr(): number[] {
    return [...this.#lastLr]
  }

  /** What a checkpoint needs; the schedule itself depends on the state's timestamp only. */
  stateDict(): LambdaLRState {
    return {
      baseLrs: [...this.#baseLrs],
      lastEpoch: this.#lastEpoch,
      stepCount: this.#stepCount,
      lastLr: [...this.#lastLr],
    }
  }

  /**
   * Restores what `stateDict` returned. As in PyTorch, no learning rate changes until the next step.
   *
   * @throws `state-dict` for a missing or wrong value; then nothing has changed
   */
  loadStateDict(state: LambdaLRState): void {
    if (typeof state !== 'object' || state === null) {
      throw new SchedulerError('state-dict', { key: 'the whole', expected: 'an object from stateDict()', found: state })
    }
    const found: LambdaLRState = state
    const lrs = (key: 'baseLrs' | 'lastLr') => {
      const list: unknown = found[key]
      // A copy without holes, which every would skip.
      const copy: unknown[] = Array.isArray(list) ? Array.from(list) : []
      if (copy.length === this.#targets.length && copy.every(Number.isFinite)) return copy as number[]
      throw new SchedulerError('state-dict', { key, expected: `${this.#targets.length} finite numbers`, found: list })
    }
    const count = (key: 'lastEpoch' | 'stepCount') => {
      if (Number.isSafeInteger(found[key]) && found[key] >= 0) return found[key]
      throw new SchedulerError('state-dict', { key, expected: 'an integer of at least 0', found: found[key] })
    }
    const [baseLrs, lastLr, lastEpoch, stepCount] = [
      lrs('baseLrs'),
      lrs('lastLr'),
      count('lastEpoch'),
      count('stepCount'),
    ]
    this.#baseLrs = baseLrs
    this.#lastLr = lastLr
    this.#lastEpoch = lastEpoch
    this.#stepCount = stepCount
  }
}

/**
 * Binds a scheduler, or the product of several, to a state and its one optimizer. Does the first step at once, so the
 * learning rate is right from the start, also after a resume. Composer: `composer.optim.compile_composer_scheduler`.
 *
 * The initial learning rate of a group is its `initialLr`, or PyTorch's `initial_lr`; where there is neither it is its
 * `lr`, and `initialLr` is set. So compiling again, or on a restored optimizer that kept it, starts from the same one. A
 * group that was scheduled before and lost it is taken for a new one: its present, scheduled `lr` would be scaled once
 * more, so give its `initialLr` first. Groups that are added to the optimizer need compiling again.
 *
 * @param schedulers - one scheduler, or an array of them, which multiply
 * @param state - bound by reference: set `state.timestamp`, then call `step()`
 * @param ssr - the scale schedule ratio, default 1; `state.maxDuration` is already scaled by it
 * @throws `multiple-optimizers` unless there is exactly one; `ssr-unsupported` for a function of one parameter at a
 * ratio other than 1; `scheduler-result`; `bad-type`; what the scheduler throws
 *
 * @example
 * ```ts
 * const optimizer = { paramGroups: [{ lr: 0.1 }] }
 * const state: State = { timestamp: new Timestamp(), maxDuration: '4ba', dataloaderLen: null, optimizers: [optimizer] }
 * const schedule = compileComposerScheduler(new LinearScheduler(), state)
 * state.timestamp = state.timestamp.toNextBatch()
 * schedule.step()
 * optimizer.paramGroups[0]!.lr // => 0.07500000000000001
 * schedule.getLastLr() // => [0.07500000000000001]
 *
 * optimizer.paramGroups.push({ lr: 1 })
 * schedule.step() // throws 'param-groups'
 * compileComposerScheduler(new LinearScheduler(), state).getLastLr() // => [0.07500000000000001, 0.75]
 * ```
 */
export function compileComposerScheduler(
  schedulers: ComposerScheduler | readonly ComposerScheduler[],
  state: State,
  ssr = 1,
): LambdaLR {
  return new LambdaLR(state, boundTo(state), [productOf(schedulers, ssr)])
}

/**
 * As `compileComposerScheduler`, with a scheduler (or a product of several) for each param group of the optimizer.
 * PyTorch: `LambdaLR` with a list of functions.
 *
 * @throws `bad-type` unless there are as many schedulers as groups
 *
 * @example
 * ```ts
 * const optimizer = { paramGroups: [{ lr: 0.1 }, { lr: 1 }] }
 * const state: State = { timestamp: new Timestamp(), maxDuration: '4ba', dataloaderLen: null, optimizers: [optimizer] }
 * compilePerGroup([new LinearScheduler(), new ConstantScheduler({ alpha: 0.5 })], state).getLastLr() // => [0.1, 0.5]
 * ```
 */
export function compilePerGroup(
  schedulers: readonly (ComposerScheduler | readonly ComposerScheduler[])[],
  state: State,
  ssr = 1,
): LambdaLR {
  const bound = boundTo(state)
  const { targets } = bound
  if (!Array.isArray(schedulers) || schedulers.length !== targets.length) {
    throw new SchedulerError('bad-type', {
      what: 'schedulers',
      expected: `an array with one scheduler for each of the ${targets.length} param groups`,
      found: schedulers,
    })
  }
  // A list of one must not be taken for a scheduler that all groups share; with one group the two are the same.
  const multipliers = Array.from(schedulers, (scheduler) => productOf(scheduler, ssr))
  return new LambdaLR(state, bound, multipliers)
}

function productOf(schedulers: ComposerScheduler | readonly ComposerScheduler[], ssr: number): Multiplier {
  const factors = asList(schedulers).map((scheduler) => bindRatio(scheduler, checkNumber('ssr', ssr)))
  const [only] = factors
  if (factors.length === 1 && only !== undefined) return only
  return (state) => factors.reduce((product, factor) => product * factor(state), 1)
}

function boundTo(state: State): Bound {
  const optimizers: unknown = checkState(state).optimizers
  if (optimizers !== undefined && optimizers !== null && !Array.isArray(optimizers)) {
    const cure = 'Set state.optimizers to [optimizer].'
    const expected = 'an array of one optimizer'
    throw new SchedulerError('bad-type', { what: 'state.optimizers', expected, found: optimizers, cure })
  }
  const found = Array.isArray(optimizers) ? optimizers.length : 0
  if (!Array.isArray(optimizers) || found !== 1) throw new SchedulerError('multiple-optimizers', { found })
  const [optimizer] = optimizers as [Optimizer]
  if (typeof optimizer === 'object' && optimizer !== null) {
    if ('paramGroups' in optimizer && Array.isArray(optimizer.paramGroups)) {
      const targets = Array.from(optimizer.paramGroups, (group, index): Target => {
        return { group: checkGroup(group, index), setLr: null }
      })
      return { targets, groups: () => optimizer.paramGroups }
    }
    if ('setLr' in optimizer && typeof optimizer.setLr === 'function') {
      const groups = [optimizer]
      return { targets: [{ group: optimizer, setLr: (lr) => optimizer.setLr(lr) }], groups: () => groups }
    }
  }
  const expected = 'an object with paramGroups, or with lr and setLr'
  throw new SchedulerError('bad-type', { what: 'The optimizer', expected, found: optimizer })
}
