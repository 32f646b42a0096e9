/**
 * torch: schedulers by class and keyword arguments, and their saved states.
 */
import { isMapping, type Mapping } from '../fields.js'
import type { LibraryReader, Outcome } from '../library.js'
import type { TorchPart } from './part.js'
import { baseOf, readTorch } from './read.js'
import { groupOf, isState, readState } from './state.js'

export const torch: LibraryReader = {
  version: '2.7.0',
  aliases: ['pytorch'],
  names: /^torch\.optim\./,
  recognize(found) {
    if (isState(found)) return found
    // A checkpoint, with the optimizer beside the scheduler.
    const state = inside(found, [
      'scheduler',
      'lr_scheduler',
      'scheduler_state_dict',
      'lr_scheduler_state_dict',
      'state_dict',
    ])
    if (state === null || !isState(state)) return null
    const optimizer = inside(found, ['optimizer', 'optimizer_state_dict'])
    return optimizer === null ? { state_dict: state } : { state_dict: state, optimizer }
  },
  read(source) {
    if (source.has('class')) return outcomeOf(readTorch(source, baseOf(source)))
    const state = source.get('state_dict')
    if (isMapping(state)) {
      const optimizer = source.has('optimizer') ? source.fields('optimizer') : null
      return outcomeOf(readState(source.fields('state_dict'), optimizer === null ? null : groupOf(optimizer)))
    }
    return outcomeOf(readState(source, null))
  },
}

/** The first mapping under one of some keys. */
const inside = (found: Mapping, keys: readonly string[]): Mapping | null =>
  keys.map((key) => (Object.hasOwn(found, key) ? found[key] : null)).find(isMapping) ?? null

const outcomeOf = ({ scheduler, base, length, last, others }: TorchPart): Outcome => ({
  scheduler,
  baseLr: base,
  length,
  last,
  others,
})
