/** Compiling as PyTorch's LambdaLR does it: the step at construction, initial learning rates, state dicts, groups. */
import {
  CallableScheduler,
  ConstantScheduler,
  CosineAnnealingScheduler,
  compileComposerScheduler,
  compilePerGroup,
  LambdaLR,
  LinearScheduler,
  type Optimizer,
  SchedulerError,
  type State,
  Timestamp,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const groups = (...lrs: number[]) => ({ paramGroups: lrs.map((lr) => ({ lr }) as { lr: number; initialLr?: number }) })
const stateOf = (...optimizers: Optimizer[]): State => ({
  timestamp: new Timestamp(),
  maxDuration: '10ba',
  dataloaderLen: null,
  optimizers,
})
const at = (state: State, batch: number) => {
  state.timestamp = new Timestamp({ batch })
}

/** An optimizer that keeps its rate to itself, and counts how often it is set. */
function settable(lr: number) {
  const set: number[] = []
  return {
    set,
    get lr() {
      return set.at(-1) ?? lr
    },
    setLr(next: number) {
      set.push(next)
    },
  }
}

describe('the seed examples of Composer', () => {
  class VariableEpochDecayScheduler extends CallableScheduler {
    numEpochs: number
    constructor(numEpochs: number) {
      super()
      this.numEpochs = numEpochs
    }
    alpha(state: State) {
      return state.timestamp.epoch < this.numEpochs ? 1 : 0.5
    }
  }
  const tenEpochDecay = (state: State) => (state.timestamp.epoch < 10 ? 1 : 0.5)

  test.each([
    ['as a function', tenEpochDecay],
    ['as a class', new VariableEpochDecayScheduler(10)],
  ])('halve after 10 epochs, %s', (_, scheduler) => {
    const optimizer = groups(0.1)
    const state = { ...stateOf(optimizer), maxDuration: '20ep' as const }
    const schedule = compileComposerScheduler(scheduler, state)
    const lrs = Array.from({ length: 12 }, (_, epoch) => {
      state.timestamp = new Timestamp({ epoch })
      schedule.step()
      return optimizer.paramGroups[0]!.lr
    })
    expect(lrs).toEqual([...Array(10).fill(0.1), 0.05, 0.05])
  })

  test('the function takes no ratio but 1, the class takes any', () => {
    expect(codeFrom(() => compileComposerScheduler(tenEpochDecay, stateOf(groups(1)), 0.5))).toBe('ssr-unsupported')
    expect(compileComposerScheduler(new VariableEpochDecayScheduler(10), stateOf(groups(1)), 0.5).getLastLr()).toEqual([
      1,
    ])
  })
})

describe('compiling does the first step', () => {
  test.each(Object.entries({ 0: 1, 4: 0.6, 10: 0, 12: 0 }))(
    'at batch %s the rate is %d of the initial one',
    (batch, alpha) => {
      const optimizer = groups(2, 0.5)
      const state = stateOf(optimizer)
      at(state, Number(batch))
      const schedule = compileComposerScheduler(new LinearScheduler(), state)
      expect(schedule).toBeInstanceOf(LambdaLR)
      expect(schedule.lastEpoch).toBe(0)
      expect(schedule.getLastLr()).toEqual([2 * alpha, 0.5 * alpha])
      expect(optimizer.paramGroups).toEqual([
        { lr: 2 * alpha, initialLr: 2 },
        { lr: 0.5 * alpha, initialLr: 0.5 },
      ])
      const lastLr = [2 * alpha, 0.5 * alpha]
      expect(schedule.stateDict()).toEqual({ baseLrs: [2, 0.5], lastEpoch: 0, stepCount: 1, lastLr })
    },
  )

  test('an initialLr that is there is what multipliers apply to, and stays', () => {
    const optimizer = { paramGroups: [{ lr: 123, initialLr: 4 }, { lr: 123, initialLr: 0 }, { lr: 8 }] }
    const state = stateOf(optimizer)
    at(state, 5)
    compileComposerScheduler(new LinearScheduler(), state)
    expect(optimizer.paramGroups).toEqual([
      { lr: 2, initialLr: 4 },
      { lr: 0, initialLr: 0 },
      { lr: 4, initialLr: 8 },
    ])
    expect(compileComposerScheduler(new ConstantScheduler(), state).getLastLr()).toEqual([4, 0, 8])
  })

  test('a setter is called once at construction and once a step, and initialLr is kept', () => {
    const optimizer = settable(2)
    const state = stateOf(optimizer)
    const schedule = compileComposerScheduler(new LinearScheduler(), state)
    at(state, 5)
    schedule.step()
    expect(optimizer.set).toEqual([2, 1])
    expect((optimizer as Optimizer as { initialLr?: number }).initialLr).toBe(2)
    expect(compileComposerScheduler(new LinearScheduler(), state).getLastLr()).toEqual([1])
    expect(optimizer.set).toEqual([2, 1, 1])
  })

  test('an optimizer that takes no initialLr works, or is refused with nothing set', () => {
    const optimizer = Object.freeze(settable(2))
    const error = errorFrom(() => compileComposerScheduler(new ConstantScheduler({ alpha: 0.5 }), stateOf(optimizer)))
    expect(optimizer.set).toEqual(error === undefined ? [1] : [])
  })
})

describe('a step', () => {
  test('counts one, follows the bound state, and asks one scheduler once for all groups', () => {
    let asked = 0
    const state = stateOf(groups(1, 2, 4))
    const batchOf = (found: State, ssr?: number) => {
      asked += 1
      expect([found === state, ssr]).toEqual([true, 0.5])
      return found.timestamp.batch
    }
    const schedule = compileComposerScheduler(batchOf, state, 0.5)
    at(state, 3)
    schedule.step()
    expect([asked, schedule.lastEpoch]).toEqual([2, 1])
    expect(schedule.getLastLr()).toEqual([3, 6, 12])
    state.timestamp = new Timestamp({ batch: 1 }) // back in time: nothing is remembered
    schedule.step()
    expect([schedule.getLastLr(), schedule.lastEpoch, schedule.stateDict().stepCount]).toEqual([[1, 2, 4], 2, 3])
  })

  test('what getLastLr and stateDict return are copies', () => {
    const schedule = compileComposerScheduler(new LinearScheduler(), stateOf(groups(1)))
    schedule.getLastLr()[0] = 99
    schedule.stateDict().lastLr[0] = 99
    schedule.stateDict().baseLrs[0] = 99
    schedule.step()
    expect(schedule.stateDict()).toEqual({ baseLrs: [1], lastEpoch: 1, stepCount: 2, lastLr: [1] })
  })

  test('the last rate is what was set, not what the group has become', () => {
    const optimizer = groups(1)
    const schedule = compileComposerScheduler(new LinearScheduler(), stateOf(optimizer))
    optimizer.paramGroups[0]!.lr = 7
    expect(schedule.getLastLr()).toEqual([1])
    schedule.step()
    expect(optimizer.paramGroups[0]!.lr).toBe(1)
  })

  test.each([
    [
      'throws',
      () => {
        throw new RangeError('mine')
      },
      RangeError,
    ],
    ['returns a promise', () => Promise.resolve(1), SchedulerError],
    ['returns NaN', () => Number.NaN, SchedulerError],
  ])('of a scheduler that %s changes nothing', (_, fail, kind) => {
    const optimizer = groups(1, 2)
    const state = stateOf(optimizer)
    expect(() => compilePerGroup([() => 0.5, fail as Any], state)).toThrow(kind)
    expect(optimizer).toEqual(groups(1, 2))
    const flaky = (s: State) => (s.timestamp.batch < 5 ? 0.5 : (fail as Any)())
    const schedule = compilePerGroup([() => 0.5, flaky], state)
    const before = schedule.stateDict()
    at(state, 5)
    expect(() => schedule.step()).toThrow(kind)
    expect(schedule.stateDict()).toEqual(before)
    expect(optimizer.paramGroups.map(({ lr }) => lr)).toEqual([0.5, 1])
    at(state, 4)
    schedule.step()
    expect(schedule.lastEpoch).toBe(1)
  })
})

describe('several schedulers', () => {
  test('an array is a product, left to right', () => {
    const factors = [0.1, 0.2, 0.3]
    const state = stateOf(groups(3))
    const schedule = compileComposerScheduler(
      factors.map((alpha) => new ConstantScheduler({ alpha })),
      state,
    )
    expect(schedule.getLastLr()).toEqual([3 * (0.1 * 0.2 * 0.3)])
    expect(compileComposerScheduler([new LinearScheduler()], state).getLastLr()).toEqual([3])
  })

  test('for each group its own, or its own product, at the same ratio', () => {
    const state = stateOf(groups(1, 10, 100))
    at(state, 5)
    const byRatio = (_: State, ssr = 1) => ssr
    const schedule = compilePerGroup([new LinearScheduler(), [byRatio, new LinearScheduler()], byRatio], state, 3)
    expect(schedule.getLastLr()).toEqual([0.5, 15, 300])
    expect(compilePerGroup([byRatio], stateOf(settable(2)), 3).getLastLr()).toEqual([6])
    expect(compilePerGroup([[byRatio, byRatio]], stateOf(groups(2)), 3).getLastLr()).toEqual([18])
  })

  const one = new LinearScheduler()
  const pairs = (_: State) => 1
  test.each<[string, Any, Any, string]>([
    ['no schedulers', [], [one, []], 'bad-type'],
    ['lists too deep', [[one]], [one, [[one]]], 'bad-type'],
    ['a hole', Object.assign([one], { length: 3 }), Object.assign([one], { length: 2 }), 'bad-type'],
    ['no function', [one, 5], [one, '1'], 'bad-type'],
    ['not one for each group', null, [one], 'bad-type'],
    ['too many for the groups', undefined, [one, one, one], 'bad-type'],
    ['one for all the groups', {}, one, 'bad-type'],
    ['a function of one parameter', [one, pairs], [one, [one, pairs]], 'ssr-unsupported'],
  ])('%s: refused, and nothing changes', (_, list, perGroup, code) => {
    const optimizer = groups(1, 2)
    expect(codeFrom(() => compileComposerScheduler(list, stateOf(optimizer), 2))).toBe(code)
    expect(codeFrom(() => compilePerGroup(perGroup, stateOf(optimizer), 2))).toBe(code)
    expect(optimizer).toEqual(groups(1, 2))
  })

  test.each(['2', null, {}, 2n])('a ratio of %s is refused', (ssr) => {
    expect(codeFrom(() => compileComposerScheduler(one, stateOf(groups(1)), ssr as Any))).toBe('bad-type')
    expect(codeFrom(() => compilePerGroup([one], stateOf(groups(1)), ssr as Any))).toBe('bad-type')
  })
})

describe('the initial learning rate', () => {
  test.each<[object, number]>([
    [{ lr: 1 }, 1],
    [{ lr: 1, initialLr: 2 }, 2],
    [{ lr: 1, initial_lr: 2 }, 2],
    [{ lr: 1, initialLr: 3, initial_lr: 2 }, 3],
    [{ lr: 1, initialLr: undefined, initial_lr: 2 }, 2],
    [{ lr: 1, initial_lr: undefined }, 1],
    [{ lr: 1, initial_lr: 0 }, 0],
  ])('of %j is %d', (group, expected) => {
    const optimizer = { paramGroups: [{ ...group } as { lr: number; initialLr?: number }] }
    const state = stateOf(optimizer)
    at(state, 5)
    expect(compileComposerScheduler(new LinearScheduler(), state).stateDict().baseLrs).toEqual([expected])
    expect(optimizer.paramGroups[0]).toMatchObject({ lr: expected / 2, initialLr: expected })
    expect(compileComposerScheduler(new LinearScheduler(), state).getLastLr()).toEqual([expected / 2])
  })

  test('of an optimizer with a setter is read in both spellings too', () => {
    const optimizer = { ...settable(1), lr: 1, initial_lr: 4 }
    expect(compileComposerScheduler(new LinearScheduler(), stateOf(optimizer)).getLastLr()).toEqual([4])
  })

  test.each(['1', true, {}])('of %j is refused', (initial_lr) => {
    const state = stateOf({ paramGroups: [{ lr: 1, initial_lr } as Any] })
    expect(codeFrom(() => compileComposerScheduler(new LinearScheduler(), state))).toBe('bad-type')
  })
})

describe('param groups that change after compiling', () => {
  const compiled = (...lrs: number[]) => {
    const optimizer = groups(...lrs)
    const state = stateOf(optimizer)
    return { optimizer, state, schedule: compileComposerScheduler(new LinearScheduler(), state) }
  }

  test.each<[string, (list: Any[]) => void]>([
    ['one more', (list) => list.push({ lr: 3 })],
    ['one less', (list) => list.pop()],
    ['another one', (list) => list.splice(1, 1, { lr: 2 })],
    ['another order', (list) => list.reverse()],
  ])('%s is an error at the next step, and nothing has changed', (_, change) => {
    const { optimizer, state, schedule } = compiled(1, 2)
    at(state, 5)
    change(optimizer.paramGroups)
    const before = [structuredClone(optimizer), schedule.stateDict()]
    const error = errorFrom(() => schedule.step())
    expect([error?.code, error?.details]).toEqual([
      'param-groups',
      { compiled: 2, found: optimizer.paramGroups.length },
    ])
    expect(error?.message).toMatch(/Compile the scheduler again: groups keep their initialLr\.$/)
    expect([structuredClone(optimizer), schedule.stateDict()]).toEqual(before)
  })

  test('compiled again, the new group starts from its own rate and the others from their initial one', () => {
    const { optimizer, state } = compiled(1, 2)
    at(state, 5)
    optimizer.paramGroups.push({ lr: 3 })
    const schedule = compileComposerScheduler(new LinearScheduler(), state)
    expect(schedule.getLastLr()).toEqual([0.5, 1, 1.5])
  })

  test('a list that is replaced by one of the same groups is the same', () => {
    const { optimizer, state, schedule } = compiled(1, 2)
    at(state, 5)
    optimizer.paramGroups = [...optimizer.paramGroups]
    schedule.step()
    expect(schedule.getLastLr()).toEqual([0.5, 1])
  })
})

describe('an optimizer is needed, and exactly one', () => {
  const refused = (optimizers: Any, code: string) => {
    const state = { ...stateOf(), optimizers }
    expect(codeFrom(() => compileComposerScheduler(new LinearScheduler(), state))).toBe(code)
    expect(codeFrom(() => compilePerGroup([new LinearScheduler()], state))).toBe(code)
  }
  test.each([[[]], [undefined], [null], [[groups(1), groups(1)]]])('%j are not one', (optimizers) => {
    refused(optimizers, 'multiple-optimizers')
  })
  test.each([{ lr: 1 }, groups(1), 5, 'optimizer'])('%j is no array of one', (optimizers) => {
    refused(optimizers, 'bad-type')
    const state = { ...stateOf(), optimizers } as Any
    expect(errorFrom(() => compileComposerScheduler(new LinearScheduler(), state))?.message).toMatch(
      /^state\.optimizers must be an array of one optimizer; found .*\. Set state\.optimizers to \[optimizer\]\.$/,
    )
  })
  test.each([null, 5, {}, { lr: 1 }, { paramGroups: { 0: { lr: 1 } } }, { setLr() {} }])('%j is none', (optimizer) => {
    refused([optimizer], 'bad-type')
  })
  test.each([null, undefined, 5, {}, { lr: '0.1' }, { lr: 1, initialLr: '1' }])('%j is no group', (group) => {
    refused([{ paramGroups: [group] }], 'bad-type')
  })
  test('rates are finite', () => {
    refused([groups(Number.NaN)], 'not-finite')
    refused([{ paramGroups: [{ lr: 1, initialLr: Number.POSITIVE_INFINITY }] }], 'not-finite')
  })
})

describe('a state dict', () => {
  const compiled = () => {
    const optimizer = groups(1, 2)
    const state = stateOf(optimizer)
    at(state, 4)
    return {
      optimizer,
      state,
      schedule: compileComposerScheduler(new CosineAnnealingScheduler({ tMax: '8ba' }), state),
    }
  }

  test('changes no rate until the next step, then applies its initial rates', () => {
    const { optimizer, schedule } = compiled()
    schedule.loadStateDict({ baseLrs: [10, 20], lastEpoch: 6, stepCount: 7, lastLr: [3, 4] })
    expect(optimizer.paramGroups.map(({ lr }) => lr)).toEqual([0.5, 1])
    expect([schedule.getLastLr(), schedule.lastEpoch]).toEqual([[3, 4], 6])
    schedule.step()
    expect(optimizer.paramGroups.map(({ lr }) => lr)).toEqual([5, 10])
    expect(schedule.stateDict()).toEqual({ baseLrs: [10, 20], lastEpoch: 7, stepCount: 8, lastLr: [5, 10] })
  })

  test('survives JSON, and is not shared', () => {
    const { schedule } = compiled()
    const saved = JSON.parse(JSON.stringify(schedule.stateDict()))
    const other = compiled().schedule
    other.loadStateDict(saved)
    saved.baseLrs[0] = 99
    expect(other.stateDict()).toEqual(schedule.stateDict())
  })

  const good = { baseLrs: [10, 20], lastEpoch: 6, stepCount: 7, lastLr: [3, 4] }
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number
  test.each<[string, unknown]>([
    ...[[1], [1, 2, 3], Array(2), [1, nan], [1, inf], ['1', '2'], '12'].map((x): [string, unknown] => ['baseLrs', x]),
    ...[[], Array(2), [null, 1], null, new Float64Array(2)].map((x): [string, unknown] => ['lastLr', x]),
    ...[-1, 2 ** 53, nan, undefined].map((x): [string, unknown] => ['lastEpoch', x]),
    ...[1.5, '7', 7n, null].map((x): [string, unknown] => ['stepCount', x]),
  ])('whose %s are %s is refused, and nothing changes', (key, found) => {
    const { optimizer, schedule } = compiled()
    const before = [schedule.stateDict(), structuredClone(optimizer)]
    expect(codeFrom(() => schedule.loadStateDict({ ...good, [key]: found } as Any))).toBe('state-dict')
    expect([schedule.stateDict(), structuredClone(optimizer)]).toEqual(before)
    schedule.step()
    expect(schedule.getLastLr()).toEqual([0.5, 1])
  })

  test.each([null, undefined, 'text', 5])('%s is no state dict, and the message says what is', (found) => {
    const error = errorFrom(() => compiled().schedule.loadStateDict(found as Any))
    expect(error?.message).not.toContain('timestamp')
  })
})
