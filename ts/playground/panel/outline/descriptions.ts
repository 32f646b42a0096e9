/**
 * What options are for, which is loaded once the first curve is there: fields that are made before get it then.
 */
type DescriptionOf = (type: string, key: string) => string

let loaded: DescriptionOf | null = null
let waiting: ((descriptionOf: DescriptionOf) => void)[] = []

/** Loads what all options are for, and tells the fields that wait for it. */
export async function loadDescriptions(): Promise<void> {
  if (loaded !== null) return
  const { descriptionOf } = await import('../../state/descriptions.js')
  loaded = descriptionOf
  for (const tell of waiting) tell(descriptionOf)
  waiting = []
}

/** Does something with the descriptions, now or once they are there. */
export function withDescriptions(tell: (descriptionOf: DescriptionOf) => void): void {
  if (loaded === null) waiting.push(tell)
  else tell(loaded)
}
