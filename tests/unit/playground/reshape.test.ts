/** The tree of a schedule is changed as one sees it, and stays one that the library takes. */
import { describe, expect, test } from 'vitest'
import { withBoundary, withoutBoundary } from '../../../ts/playground/state/boundaries.js'
import { nestOf, PAGE_TYPES } from '../../../ts/playground/state/options.js'
import { isWithinLimits } from '../../../ts/playground/state/packed.js'
import {
  addPart,
  canMove,
  canMoveInto,
  canMoveOut,
  canUnwrap,
  canWrap,
  exchange,
  hasRoom,
  move,
  moveInto,
  moveOut,
  putAfter,
  remove,
  unwrap,
  wrap,
} from '../../../ts/playground/state/reshape.js'
import { DEEPEST, MOST_WITHIN, makeFactor } from '../../../ts/playground/state/state.js'
import {
  type Factor,
  factorAt,
  firstDifference,
  levelsOf,
  nearest,
  partsOf,
  placedIn,
} from '../../../ts/playground/state/tree.js'

const END = '1000ba'
const leaf = (name = 'Linear'): Factor => makeFactor(`${name}Scheduler`)

/** A tree in short: names, what stands in them, and the times of sequences. */
function short(factors: readonly Factor[]): string {
  return factors
    .map((factor) => {
      if (factor.kind === 'function') return 'f'
      const name = factor.type.replace('Scheduler', '')
      const within = short(partsOf(factor).map((part) => part.factor))
      const at = factor.options.at === undefined ? '' : `@${factor.options.at}`
      return within === '' ? name : `${name}${at}(${within})`
    })
    .join(' ')
}

/** A tree of a text like `Product(Linear Step)`. */
function tree(text: string): Factor[] {
  let at = 0
  const list = (): Factor[] => {
    const found: Factor[] = []
    while (at < text.length && text[at] !== ')') {
      const [, name, times = ''] = /^\s*(\w+)(?:@([^(]*))?/.exec(text.slice(at))!
      at += /^\s*\w+(?:@[^(]*)?/.exec(text.slice(at))![0].length
      if (text[at] !== '(') found.push(name === 'f' ? { kind: 'function', code: '', held: false } : leaf(name))
      else {
        at++
        const parts = list().map((factor) => ({ factor, isOuter: false }))
        at++
        found.push(makeFactor(`${name}Scheduler`, name === 'Sequence' ? { at: times } : {}, parts))
      }
    }
    return found
  }
  return list()
}

describe('wrapping', () => {
  test('any scheduler can be wrapped in any node, and unwrapped again', () => {
    for (const type of PAGE_TYPES.filter((each) => nestOf(each) !== undefined)) {
      const factors = tree('Step Product(Linear f)')
      const before = structuredClone(factors)
      expect(wrap(factors, [1, 1], type)).toEqual([1, 1])
      expect(short(factors)).toMatch(new RegExp(`^Step Product\\(Linear ${type.replace('Scheduler', '')}@?\\(f\\)\\)$`))
      expect(unwrap(factors, [1, 1])).toEqual([1, 1])
      expect(factors).toEqual(before)
    }
  })

  test('a product of the whole schedule, or in a product, is unwrapped into its factors; nothing else of many parts is', () => {
    const factors = tree('Product(Linear Step) Minimum(Linear Product(Step f))')
    expect(canUnwrap(factors, [1])).toBe(false)
    expect(canUnwrap(factors, [1, 1])).toBe(false)
    expect(canUnwrap(factors, [0, 0])).toBe(false)
    unwrap(factors, [0])
    expect(short(factors)).toBe('Linear Step Minimum(Linear Product(Step f))')
    const inner = tree('Product(Linear Product(Step f))')
    unwrap(inner, [0, 1])
    expect(short(inner)).toBe('Product(Linear Step f)')
  })

  test('there is an end to it', () => {
    const factors = tree('Linear')
    const node = () => makeFactor('ClampScheduler', {}, [{ factor: leaf(), isOuter: false }])
    for (let path: readonly number[] = [0]; canWrap(factors, path); ) path = putAfter(factors, path, node(), END)
    wrap(factors, [0], 'ProductScheduler')
    while (hasRoom(factors, 2)) addPart(factors, [0], node(), END)
    expect(isWithinLimits(factors)).toBe(true)
    expect(placedIn(factors).length).toBeGreaterThan(MOST_WITHIN - 3)
    const deep = tree('Linear')
    while (canWrap(deep, [0])) wrap(deep, [0], 'ClampScheduler')
    expect(levelsOf(deep)).toBe(DEEPEST - 1)
    exchange(deep, [0], leaf('Step'))
    expect(isWithinLimits(deep)).toBe(true)
  })
})

describe('sequences', () => {
  test('another is put after a scheduler in a new sequence, or in the one that it is in', () => {
    const factors = tree('Step Linear')
    expect(putAfter(factors, [1], leaf('Rex'), END)).toEqual([1, 1])
    expect(short(factors)).toBe('Step Sequence@0.5dur(Linear Rex)')
    expect(putAfter(factors, [1, 0], leaf('Step'), END)).toEqual([1, 1])
    expect(short(factors)).toBe('Step Sequence@0.25dur, 0.5dur(Linear Step Rex)')
    expect(putAfter(factors, [1, 2], leaf('Step'), END)).toEqual([1, 3])
    expect(short(factors)).toBe('Step Sequence@0.25dur, 0.5dur, 0.75dur(Linear Step Rex Step)')
  })

  test('times stay with the places, and go with them', () => {
    const factors = tree('Sequence@100ba, 200ba(Linear Step Rex)')
    move(factors, [0, 0], 1)
    expect(short(factors)).toBe('Sequence@100ba, 200ba(Step Linear Rex)')
    remove(factors, [0, 0])
    expect(short(factors)).toBe('Sequence@200ba(Linear Rex)')
    remove(factors, [0, 1])
    expect(short(factors)).toBe('Sequence@(Linear)')
  })

  test('a time between two is half-way, in their unit', () => {
    expect(withBoundary('100ba', 2, END)).toBe('100ba, 550ba')
    expect(withBoundary('100ba', 1, END)).toBe('50ba, 100ba')
    expect(withBoundary('100ba', 0, END)).toBe('50ba, 100ba')
    expect(withBoundary('100ba', 2, '10ep')).toBe('100ba, 150ba')
    expect(withBoundary('1ba', 1, END)).toBe('0.5ba, 1ba')
    expect(withBoundary('', 1, END)).toBe('0.5dur')
    expect(withBoundary('soon', 2, END)).toBe('soon, 0.5dur')
    expect(withoutBoundary('1ba, 2ba, 3ba', 2)).toBe('1ba, 3ba')
  })
})

describe('moving', () => {
  test('up and down among those beside it', () => {
    const factors = tree('Linear Product(Step Rex)')
    expect(canMove(factors, [0], -1)).toBe(false)
    expect(move(factors, [0], 1)).toEqual([1])
    expect(canMove(factors, [0, 0], -1)).toBe(false)
    expect(move(factors, [0, 0], 1)).toEqual([0, 1])
    expect(short(factors)).toBe('Product(Rex Step) Linear')
    expect(canMove(tree('Clamp(Linear)'), [0, 0], 1)).toBe(false)
  })

  test('out of what it stands in, and into the one before it', () => {
    const factors = tree('Product(Step Sequence@5ba(Rex Linear))')
    expect(moveOut(factors, [0, 1, 0], END)).toEqual([0, 2])
    expect(short(factors)).toBe('Product(Step Sequence@(Linear) Rex)')
    expect(moveInto(factors, [0, 2], END)).toEqual([0, 1, 1])
    expect(short(factors)).toBe('Product(Step Sequence@0.5dur(Linear Rex))')
    expect(canMoveInto(factors, [0, 0])).toBe(false)
    expect(canMoveInto(tree('Clamp(Linear) Step'), [1])).toBe(false)
    expect(canMoveOut(tree('Clamp(Product(Linear Step))'), [0, 0, 0])).toBe(false)
    // The last one takes the place of what it was in.
    const last = tree('Clamp(Product(Linear))')
    expect(moveOut(last, [0, 0, 0], END)).toEqual([0, 0])
    expect(short(last)).toBe('Clamp(Linear)')
  })
})

test('what is left without a part goes with the last one', () => {
  const factors = tree('Step Clamp(Product(Linear))')
  expect(remove(factors, [1, 0, 0])).toEqual([0])
  expect(short(factors)).toBe('Step')
  expect(remove(factors, [0])).toEqual([])
  expect(factors).toEqual([])
})

test('another class keeps options of the same names, and all that stands in it', () => {
  const factors = [makeFactor('LinearScheduler', { alpha_f: '0.25', t_max: '7ba' })]
  exchange(factors, [0], leaf('Polynomial'))
  expect(factors).toEqual([makeFactor('PolynomialScheduler', { alpha_f: '0.25', t_max: '7ba' })])
  // The decay of the one is a word, that of the other a number; what is not given is no value to keep.
  const words = [makeFactor('WarmupStableDecayScheduler', { decay: 'cosine', t_warmup: '' })]
  exchange(words, [0], leaf('Noam'))
  expect(words).toEqual([makeFactor('NoamScheduler')])
  exchange(factors, [0], leaf('Minimum'))
  expect(short(factors)).toBe('Minimum(Polynomial)')
  const steps: [string, string, string][] = [
    ['Minimum(Linear Step)', 'Maximum', 'Maximum(Linear Step)'],
    ['Minimum(Linear Step)', 'Clamp', 'Clamp(Minimum(Linear Step))'],
    ['Minimum(Linear Step)', 'Sequence', 'Sequence@0.5dur(Linear Step)'],
    ['Sequence@5ba(Linear Step)', 'Product', 'Product(Linear Step)'],
    ['Clamp(Linear)', 'Repeat', 'Repeat(Linear)'],
    ['Clamp(Linear)', 'Step', 'Step'],
    ['f', 'Sequence', 'Sequence@(f)'],
  ]
  for (const [before, name, after] of steps) {
    const changed = tree(before)
    exchange(changed, [0], leaf(name))
    expect(short(changed)).toBe(after)
  }
})

test('places are found: the nearest to one that is gone, and where two trees differ first', () => {
  const factors = tree('Step Product(Linear Rex)')
  expect(nearest(factors, [1, 2])).toEqual([1, 1])
  expect(nearest(factors, [2, 1])).toEqual([1])
  expect(nearest(factors, [0, 0])).toEqual([0])
  expect(nearest([], [3])).toEqual([])
  const other = structuredClone(factors)
  expect(firstDifference(factors, other)).toBe(null)
  ;(factorAt(other, [1, 1]) as { options: Record<string, string> }).options.alpha_f = '1'
  expect(firstDifference(factors, other)).toEqual([1, 1])
  expect(firstDifference(factors, tree('Step'))).toEqual([0])
  expect(firstDifference(factors, tree('Step Product(Linear Rex Step)'))).toEqual([1])
})
