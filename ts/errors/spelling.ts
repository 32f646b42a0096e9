/**
 * The known name that a misspelt one most likely means.
 */

/** The nearest of the known names, if it is near enough to be meant. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(Math.min(word.length, 40) / 3)) + 1
  for (const name of known) {
    if (Math.abs(name.length - word.length) >= least) continue
    const found = distance(word.toLowerCase(), name.toLowerCase())
    if (found < least) {
      best = name
      least = found
    }
  }
  return best
}

/** The cure for a name that is not known. */
export function spellingCure(word: string, known: readonly string[]): string {
  const name = suggest(word, known)
  return name === undefined ? 'Remove it, or check its spelling.' : `Write ${name}.`
}

/** How many letters are to be inserted, left out, replaced or swapped with the next. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) least = Math.min(least, before[j - 2]! + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[b.length]!
}
