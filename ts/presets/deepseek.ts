/**
 * DeepSeek LLM with its steps, and DeepSeek-V3 with its four pieces.
 */
import type { DescribedPreset } from './described.js'

// Sequences in a batch, batches of 2T tokens, learning rate.
const SIZES = [
  ['7B', 2304, 211_928, 4.2e-4],
  ['67B', 4608, 105_964, 3.2e-4],
] as const

const llm = SIZES.map(
  ([size, samplesPerBatch, batches, baseLr]): DescribedPreset => ({
    name: `deepseek-llm-${size.toLowerCase()}`,
    title: `DeepSeek LLM ${size}`,
    group: 'DeepSeek',
    source: {
      title: 'DeepSeek LLM: Scaling Open-Source Language Models with Longtermism, section 2.3 and table 2',
      url: 'https://arxiv.org/abs/2401.02954',
    },
    note: 'The multi-step schedule: 31.6 % of the peak from 80 % of the tokens on, 10 % from 90 % on, which the paper counts in tokens: 2T of them are as many batches as stand here.',
    schedulers: [
      {
        type: 'WithWarmupScheduler',
        scheduler: { type: 'PiecewiseConstantScheduler', boundaries: ['0.8dur', '0.9dur'], values: [1, 0.316, 0.1] },
        tWarmup: '2000ba',
        start: 'over',
      },
    ],
    run: { maxDuration: `${batches}ba`, samplesPerBatch, tokensPerSample: 4096 },
    baseLr,
  }),
)

export const DEEPSEEK: readonly DescribedPreset[] = [
  ...llm,
  {
    name: 'deepseek-v3',
    title: 'DeepSeek-V3',
    group: 'DeepSeek',
    source: { title: 'DeepSeek-V3 Technical Report, section 4.2', url: 'https://arxiv.org/abs/2412.19437' },
    note: 'In tokens, with the final batch: it grew from 3,072 sequences to 15,360 over the first 469 billion tokens, so that early batches are more than here. Left open: how it grew; the 2,000 steps of the warm-up are taken as batches of 3,072, 25,165,824,000 tokens.',
    schedulers: [
      {
        type: 'SequenceScheduler',
        schedulers: [
          // Of these 14.3T tokens the cosine has the last 4.3T.
          {
            type: 'WarmupStableDecayScheduler',
            tWarmup: '25165824000tok',
            tDecay: '4300000000000tok',
            decay: 'cosine',
            alphaF: 0.1,
          },
          { type: 'PiecewiseConstantScheduler', boundaries: ['333000000000tok'], values: [0.1, 7.3e-6 / 2.2e-4] },
        ],
        at: ['14300000000000tok'],
      },
    ],
    run: { maxDuration: '14800000000000tok', samplesPerBatch: 15_360, tokensPerSample: 4096 },
    baseLr: 2.2e-4,
  },
]
