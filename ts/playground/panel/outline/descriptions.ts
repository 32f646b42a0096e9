/**
 * What options and keys are for, which is loaded once the first curve is there: fields that are made before get it then.
 */
type Descriptions = typeof import('../../state/descriptions.js')

let loaded: Descriptions | null = null
let waiting: ((descriptions: Descriptions) => void)[] = []

/** Loads what all options and keys are for, and tells what waits for it. */
export async function loadDescriptions(): Promise<void> {
  if (loaded !== null) return
  const descriptions = await import('../../state/descriptions.js')
  loaded = descriptions
  for (const tell of waiting) tell(descriptions)
  waiting = []
}

/** Does something with the descriptions, now or once they are there. */
export function withDescriptions(tell: (descriptions: Descriptions) => void): void {
  if (loaded === null) waiting.push(tell)
  else tell(loaded)
}
