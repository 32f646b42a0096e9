/**
 * icefall: Eden and Eden2 of its zipformer recipes.
 */
import { SchedulerError } from '../../errors/error.js'
import { EdenScheduler } from '../../schedulers/classes.js'
import type { Mapping } from './fields.js'
import { hasAny, type LibraryReader, only, shortName } from './library.js'
import { time } from './reading.js'

/** The arguments of Eden among others; the learning rate is the option `baseLr`. */
const edenOf = (found: Mapping): Mapping => ({
  class: hasAny(found, 'lr_epochs') ? 'icefall.zipformer.optim.Eden' : 'icefall.zipformer.optim.Eden2',
  kwargs: only(found, 'lr_batches', 'lr_epochs', 'warmup_batches', 'warmup_start'),
})

export const icefall: LibraryReader = {
  version: '36e0420c',
  aliases: ['k2'],
  names: /^icefall\./,
  recognize: (found) => (hasAny(found, 'lr_batches') ? edenOf(found) : null),
  recognizeFlags: (flags) => (hasAny(flags, 'lr_batches') ? edenOf(flags) : null),
  read(source) {
    const { reading } = source
    const name = shortName(source.text('class'))
    if (name !== 'Eden' && name !== 'Eden2') reading.refuse(source.at('class'), 'Eden or Eden2', name)
    const given = source.fields('kwargs', `icefall.zipformer.optim.${name}`)
    source.close()
    // Only their squares are looked at.
    const batches = Math.abs(given.steps('lr_batches'))
    const epochs = name === 'Eden' ? Math.abs(given.steps('lr_epochs')) : null
    const w = given.steps('warmup_batches', 500)
    const alphaW = given.number('warmup_start', 0.5)
    if (alphaW < 0 || alphaW > 1) reading.refuse(given.at('warmup_start'), 'from 0 to 1', alphaW)
    given.ignore('verbose')
    given.close()
    if (epochs !== null && reading.options.epochBatches === undefined) {
      throw new SchedulerError('missing-option', {
        owner: `${name}, which looks at epochs too,`,
        option: 'epochBatches',
      })
    }
    const scheduler = reading.at('kwargs', () => {
      const tEpochs = epochs === null ? null : time(epochs, 'ep')
      return new EdenScheduler({ tBatches: time(batches), tEpochs, ...(w > 0 ? { tWarmup: time(w), alphaW } : {}) })
    })
    return { scheduler, baseLr: reading.baseLr(null), last: Math.max(w, batches) }
  },
}
