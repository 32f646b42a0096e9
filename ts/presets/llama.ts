/**
 * Llama 1, 2 and 3, in the sizes whose schedule was published.
 */
import type { DescribedPreset } from './described.js'

interface Generation {
  readonly number: 1 | 2
  readonly source: DescribedPreset['source']
  readonly tokensPerSample: number
  readonly sizes: readonly (readonly [size: string, batches: number, baseLr: number])[]
  readonly note: string
}

// 4M tokens, as a power of two.
const BATCH_TOKENS = 4_194_304

const GENERATIONS: readonly Generation[] = [
  {
    number: 1,
    source: {
      title: 'LLaMA: Open and Efficient Foundation Language Models, table 2',
      url: 'https://arxiv.org/abs/2302.13971',
    },
    tokensPerSample: 2048,
    sizes: [
      ['7B', 238_419, 3e-4],
      ['13B', 238_419, 3e-4],
      ['33B', 333_787, 1.5e-4],
      ['65B', 333_787, 1.5e-4],
    ],
    note: 'Left open: what a batch of 4M tokens is, here 2,048 sequences of 2,048, of which 1T tokens are 238,419 and 1.4T 333,787.',
  },
  {
    number: 2,
    source: {
      title: 'Llama 2: Open Foundation and Fine-Tuned Chat Models, section 2.2 and table 1',
      url: 'https://arxiv.org/abs/2307.09288',
    },
    tokensPerSample: 4096,
    sizes: [
      ['7B', 476_838, 3e-4],
      ['13B', 476_838, 3e-4],
      ['34B', 476_838, 1.5e-4],
      ['70B', 476_838, 1.5e-4],
    ],
    note: 'Left open: what a batch of 4M tokens is, here 1,024 sequences of 4,096, of which 2T tokens are 476,838.',
  },
]

const first = GENERATIONS.flatMap(({ number, source, tokensPerSample, sizes, note }) =>
  sizes.map(
    ([size, batches, baseLr]): DescribedPreset => ({
      name: `llama-${number}-${size.toLowerCase()}`,
      title: `Llama ${number} ${size}`,
      group: 'Llama',
      source,
      note,
      schedulers: [{ type: 'CosineAnnealingWithWarmupScheduler', tWarmup: '2000ba', alphaF: 0.1 }],
      run: {
        maxDuration: `${batches}ba`,
        samplesPerBatch: BATCH_TOKENS / tokensPerSample,
        tokensPerSample,
      },
      baseLr,
    }),
  ),
)

export const LLAMA: readonly DescribedPreset[] = [
  ...first,
  {
    name: 'llama-3-405b',
    title: 'Llama 3 405B',
    group: 'Llama',
    source: { title: 'The Llama 3 Herd of Models, section 3.4.1', url: 'https://arxiv.org/abs/2407.21783' },
    note: 'In steps, as the paper gives warm-up and cosine; tokens are not counted, as the batch grew from 4M tokens to 8M after 252M of them, and to 16M after 2.87T. Training ended at some 15.6T tokens, before the end of these steps, and went to 0 over the last 40M. Of 8B and 70B only the peaks (3e-4, 1.5e-4) are published.',
    schedulers: [{ type: 'CosineAnnealingWithWarmupScheduler', tWarmup: '8000ba', alphaF: 0.01 }],
    run: { maxDuration: '1200000ba' },
    baseLr: 8e-5,
  },
]
