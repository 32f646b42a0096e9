/** Undo takes back finished edits, at most a hundred; a look at the page is none. */
import { expect, test } from 'vitest'
import { History, MOST_STEPS } from '../../../ts/playground/state/history.js'
import { makeFactor, makeSchedule, type PageState } from '../../../ts/playground/state/state.js'

function page(): PageState {
  const schedule = makeSchedule('one', [makeFactor('LinearScheduler')], {})
  return { schedules: [schedule], active: schedule.id, axis: 'ba', y: 'lr', log: false, fit: false, view: null }
}
const lr = (state: PageState | null) => state?.schedules[0]?.run.baseLr

test('each finished edit is a step, back and ahead again', () => {
  let state = page()
  const history = new History(state)
  for (const text of ['2', '3', '4']) {
    state.schedules[0]!.run.baseLr = text
    expect(history.isChanged(state)).toBe(true)
    expect(history.commit(state)).toBe(true)
  }
  state = history.undo(state)!
  expect(lr(state)).toBe('3')
  state = history.undo(state)!
  expect(lr(state)).toBe('2')
  state = history.redo(state)!
  expect(lr(state)).toBe('3')
  state.schedules[0]!.run.baseLr = '5'
  history.commit(state)
  expect(history.redo(state)).toBe(null)
  state = history.undo(state)!
  expect(lr(state)).toBe('3')
  state = history.undo(state)!
  expect(lr(state)).toBe('2')
  state = history.undo(state)!
  expect(lr(state)).toBe('1')
  expect(history.canUndo).toBe(false)
  expect(history.undo(state)).toBe(null)
})

test('an edit that changes nothing is none, nor are the view and which schedule is edited', () => {
  const state = page()
  const other = makeSchedule('two', [], {})
  state.schedules.push(other)
  const history = new History(state)
  expect(history.commit(state)).toBe(false)
  state.view = [1, 2]
  state.active = other.id
  expect(history.commit(state)).toBe(false)
  state.log = true
  expect(history.commit(state)).toBe(true)
  const back = history.undo(state)!
  expect(back).toMatchObject({ view: [1, 2], active: other.id, log: false })
})

test('what is kept is not what is edited, and schedules stay the same ones', () => {
  let state = page()
  const { id } = state.schedules[0]!
  const history = new History(state)
  state.schedules[0]!.factors.pop()
  history.commit(state)
  state = history.undo(state)!
  expect(state.schedules[0]!.id).toBe(id)
  state.schedules[0]!.factors.pop()
  state = history.redo(state)!
  expect(state.schedules[0]!.factors).toEqual([])
  expect(history.undo(state)!.schedules[0]!.factors).toHaveLength(1)
})

test('there are at most a hundred', () => {
  let state = page()
  const history = new History(state)
  for (let i = 0; i < MOST_STEPS + 20; i++) {
    state.schedules[0]!.run.baseLr = `${i}`
    history.commit(state)
  }
  let count = 0
  for (let next = history.undo(state); next !== null; next = history.undo(state)) {
    state = next
    count++
  }
  expect(count).toBe(MOST_STEPS)
  expect(lr(state)).toBe('19')
})
