/**
 * Which part of a SequentialLR is on from which step, as its steps find it in the milestones.
 */

/** A part that is on until the next turn. */
export interface Turn {
  /** Which part it is. */
  readonly index: number
  /** The first step at which it is on. */
  readonly start: number
  /** Whether it begins at its own start; else its steps go on from the learning rate that they find. */
  readonly isFresh: boolean
}

/**
 * The turns of parts between milestones of any order and sign; parts that are never on have none.
 *
 * @param ahead - how many steps it has counted before update 0
 */
export function turnsOf(milestones: readonly number[], ahead: number): Turn[] {
  const first = ahead === 0 ? 0 : countUpTo(milestones, ahead)
  const turns: Turn[] = [{ index: first, start: 0, isFresh: first === 0 || milestones[first - 1]! >= 1 }]
  const counts = [1, ...milestones.map(Math.ceil)].filter((count) => count > ahead)
  for (const count of counts.sort((a, b) => a - b)) {
    const index = countUpTo(milestones, count)
    if (index === turns.at(-1)!.index) continue
    turns.push({ index, start: count - ahead, isFresh: milestones[index - 1] === count })
  }
  return turns
}

/** How many milestones are at most a step, as a binary search finds it, whether they rise or not. */
function countUpTo(milestones: readonly number[], step: number): number {
  let low = 0
  let high = milestones.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (step < milestones[middle]!) high = middle
    else low = middle + 1
  }
  return low
}
