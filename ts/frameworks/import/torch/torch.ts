/**
 * torch: schedulers by class and keyword arguments, and their saved states.
 */
import { isMapping } from '../fields.js'
import type { LibraryReader, Outcome } from '../library.js'
import type { TorchPart } from './part.js'
import { baseOf, readTorch } from './read.js'
import { groupOf, readState } from './state.js'

export const torch: LibraryReader = {
  version: '2.7.0',
  aliases: ['pytorch'],
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

const outcomeOf = ({ scheduler, base, length, last, others }: TorchPart): Outcome => ({
  scheduler,
  baseLr: base,
  length,
  last,
  others,
})
