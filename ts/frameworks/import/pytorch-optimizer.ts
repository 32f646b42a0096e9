/**
 * pytorch-optimizer: REXScheduler.
 */
import { RexScheduler } from '../../schedulers/classes.js'
import { hold } from './forms.js'
import { type LibraryReader, shortName } from './library.js'
import { ratio, time } from './reading.js'

export const pytorchOptimizer: LibraryReader = {
  version: '4.1.0',
  aliases: ['pytorch_optimizer'],
  names: /^pytorch_optimizer\./,
  read(source) {
    const { reading } = source
    const name = shortName(source.text('class'))
    if (name !== 'REXScheduler') reading.refuse(source.at('class'), 'REXScheduler', name)
    const given = source.fields('kwargs', 'pytorch_optimizer.REXScheduler')
    source.close()
    const steps = given.steps('total_steps')
    const max = given.number('max_lr', 1)
    const min = given.number('min_lr', 0)
    given.close()
    if (max === 0 && min !== 0) {
      const reason = 'It goes on from a learning rate of 0, of which no multiple is the lowest.'
      if (steps > 1) reading.differs(given.at('max_lr'), reason, 1)
      return { scheduler: hold(1), baseLr: reading.baseLr(min), length: Math.max(1, steps) }
    }
    if (!(steps > 0)) return { scheduler: hold(ratio(min, max)), baseLr: reading.baseLr(max), length: 1 }
    if (min !== max) {
      const reason = 'Update 0 has the lowest learning rate: the constructor overwrites what its first step has set.'
      reading.differs(given.at('min_lr'), reason, 0)
    }
    const scheduler = reading.at('kwargs', () => new RexScheduler({ tMax: time(steps), alphaF: ratio(min, max) }))
    return { scheduler, baseLr: reading.baseLr(max), length: steps }
  },
}
