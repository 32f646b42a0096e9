/**
 * The MPT family as llm-foundry trains it.
 */
import type { DescribedPreset } from './described.js'

// Batches, samples in each, learning rate; all with sequences of 2048 tokens.
const SIZES = [
  ['125M', 4800, 256, 6e-4],
  ['350M', 13_400, 256, 3e-4],
  ['760M', 29_000, 256, 2.5e-4],
  ['1B', 24_800, 512, 2e-4],
  ['3B', 51_500, 512, 1.6e-4],
  ['7B', 63_900, 1024, 1.2e-4],
  ['13B', 124_000, 1024, 1e-4],
  ['30B', 143_100, 2048, 1e-4],
  ['70B', 333_800, 2048, 8e-5],
] as const

export const MPT: readonly DescribedPreset[] = SIZES.map(([size, batches, samplesPerBatch, baseLr]) => {
  const file = `scripts/train/yamls/pretrain/mpt-${size.toLowerCase()}.yaml`
  return {
    name: `mpt-${size.toLowerCase()}`,
    title: `MPT-${size}`,
    group: 'llm-foundry',
    source: { title: `llm-foundry, ${file}`, url: `https://github.com/mosaicml/llm-foundry/blob/main/${file}` },
    note: 'As the file has it. Composer’s Trainer steps its schedulers late: it trains each batch at the rate of the one before.',
    schedulers: [{ type: 'CosineAnnealingWithWarmupScheduler', tWarmup: '100ba', alphaF: 0.1 }],
    run: { maxDuration: `${batches}ba`, samplesPerBatch, tokensPerSample: 2048 },
    baseLr,
  }
})
