/**
 * Numbers as Python rounds them.
 */

/** `round(x)`: to the nearest whole number, halves to the even one. */
export function roundHalfEven(x: number): number {
  const below = Math.floor(x)
  const part = x - below
  if (part !== 0.5) return part < 0.5 ? below : below + 1
  return below % 2 === 0 ? below : below + 1
}

/** `sum(numbers)`, from left to right. */
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** `itertools.accumulate(numbers)`. */
export function accumulate(numbers: readonly number[]): number[] {
  let total = 0
  return numbers.map((number, index) => {
    total = index === 0 ? number : total + number
    return total
  })
}

/** What `1, v, v · s, …` is after each scale. */
export function cumulated(value: number, scales: readonly number[]): number[] {
  const values = [value]
  for (const scale of scales) values.push(values.at(-1)! * scale)
  return values
}
