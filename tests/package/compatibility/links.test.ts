/** The playground's links that released versions wrote show the state that they showed. */
import { describe, expect, test } from 'vitest'
import { decodeLink, encodeLink } from '../../../ts/playground/state/link.js'
import { readRecorded, VERSIONS } from './recorded.js'

interface LinkCase {
  hash: string
  /** The page, without the ids of schedules, which every page counts anew; 0.1 called factors steps. */
  state: { schedules: object[]; active: number } & Record<string, unknown>
}

async function stateOf(hash: string): Promise<LinkCase['state']> {
  const { schedules, active, ...rest } = await decodeLink(hash)
  const place = schedules.findIndex(({ id }) => id === active)
  return {
    ...rest,
    active: place,
    schedules: schedules.map(({ id, factors, ...schedule }) => ({ ...schedule, steps: factors })),
  }
}

/** What was not there when a link was written is as it is by default. */
const asToday = ({ schedules, ...rest }: LinkCase['state']) => ({
  y: 'lr',
  fit: false,
  ...rest,
  schedules: schedules.map((schedule) => ({ quantity: null, of: null, ...schedule })),
})

describe.each(VERSIONS)('links of version %s', (version) => {
  const links = readRecorded<LinkCase[]>(version, 'links.json').map((one, index) => ({ ...one, index }))

  test.each(links)('link $index has the same schedules, options, axis and view', async ({ hash, state }) => {
    expect(await stateOf(hash)).toEqual(asToday(state))
  })

  test.each(links)('link $index is the same after it is written again', async ({ hash, state }) => {
    expect(await stateOf(await encodeLink(await decodeLink(`#${hash}`)))).toEqual(asToday(state))
  })

  test('the links have every scheduler twice: with its defaults, and with every option changed', () => {
    const steps = links.flatMap(({ state }) =>
      state.schedules.flatMap((one) => (one as { steps: { type: string }[] }).steps),
    )
    const types = new Map<string, number>()
    for (const { type } of steps) types.set(type, (types.get(type) ?? 0) + 1)
    expect([...types].filter(([type, count]) => type?.endsWith('Scheduler') && count >= 2)).toHaveLength(13)
  })
})
