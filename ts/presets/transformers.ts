/**
 * Other language models, each the first with its schedule: inverse square roots, lines, warm-up, stable, decay.
 */
import type { DescribedPreset } from './described.js'

const GROUP = 'Other language models'

const TRANSFORMER = {
  group: GROUP,
  source: { title: 'Attention Is All You Need, sections 5.2 and 5.3', url: 'https://arxiv.org/abs/1706.03762' },
  note: 'The multiplier is the rate itself, so the rate it is of is 1. Left open: whether steps count from 0 or 1; here from 1, as a first step of 0 has no inverse root. A batch has some 25,000 tokens of each language, and so no number of samples.',
  baseLr: 1,
} as const

const BERT = {
  group: GROUP,
  source: {
    title: 'BERT: Pre-training of Deep Bidirectional Transformers, appendix A.2',
    url: 'https://arxiv.org/abs/1810.04805',
  },
  note: 'Tokens are not counted, as sequences have 128 for the first 90 % of the steps, and then 512. The line starts at the end of the warm-up, as the paper reads; the published code counts it from step 0, so that it goes on from 0.99e-4.',
  schedulers: [{ type: 'LinearWithWarmupScheduler', tWarmup: '10000ba' }],
  run: { maxDuration: '1000000ba', samplesPerBatch: 256 },
  baseLr: 1e-4,
} as const

export const TRANSFORMERS: readonly DescribedPreset[] = [
  {
    ...TRANSFORMER,
    name: 'transformer-base',
    title: 'Transformer, base',
    schedulers: [{ type: 'NoamScheduler', dModel: 512, tWarmup: '4000ba', shift: 1 }],
    run: { maxDuration: '100000ba' },
  },
  {
    ...TRANSFORMER,
    name: 'transformer-big',
    title: 'Transformer, big',
    schedulers: [{ type: 'NoamScheduler', dModel: 1024, tWarmup: '4000ba', shift: 1 }],
    run: { maxDuration: '300000ba' },
  },
  { ...BERT, name: 'bert-base', title: 'BERT, base', schedulers: [...BERT.schedulers] },
  { ...BERT, name: 'bert-large', title: 'BERT, large', schedulers: [...BERT.schedulers] },
  {
    name: 't5',
    title: 'T5',
    group: GROUP,
    source: {
      title: 'Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer, section 3.1.2',
      url: 'https://arxiv.org/abs/1910.10683',
    },
    note: 'The baseline: 1/√max(n, k) with k = 10,000, so 0.01 that holds before it falls. Nothing is left open.',
    schedulers: [{ type: 'InverseSquareRootScheduler', tWarmup: '10000ba', alphaW: 1, timescale: '10000ba' }],
    run: { maxDuration: '524288ba', samplesPerBatch: 128, tokensPerSample: 512 },
    baseLr: 0.01,
  },
  {
    name: 'minicpm-2.4b',
    title: 'MiniCPM-2.4B',
    group: GROUP,
    source: {
      title: 'MiniCPM: Unveiling the Potential of Small Language Models, section 6.2 and table 2',
      url: 'https://arxiv.org/abs/2404.06395',
    },
    note: 'Warm-up, stable, decay: stable for some 1T of 1.1T tokens, then half as much every 5,000 steps. Left open: the length of the warm-up, so there is none here; where exactly the decay begins; and its formula, whose exponent is printed with the wrong sign. The 3.93 million tokens of a batch are taken as 960 sequences of 4,096, of which 1T are 254,314.',
    schedulers: [
      {
        type: 'SequenceScheduler',
        schedulers: [
          { type: 'ConstantScheduler' },
          { type: 'ExponentialDecayScheduler', gamma: 0.5, tDecay: '5000ba' },
        ],
        at: ['254314ba'],
      },
    ],
    run: { maxDuration: '279745ba', samplesPerBatch: 960, tokensPerSample: 4096 },
    baseLr: 0.01,
  },
  {
    name: 'nanochat-d20',
    title: 'nanochat d20',
    group: GROUP,
    source: {
      title: 'nanochat, scripts/base_train.py of 13 October 2025',
      url: 'https://github.com/karpathy/nanochat/blob/3a5e0bc/scripts/base_train.py',
    },
    note: 'The matrices’ rate, which Muon takes; other parameters have rates of their own with the same multiplier. The 21,400 steps are 20 tokens for each of the 560,988,160 parameters, which the script counts by itself. Later versions warm up over 40 steps and fall to 5 % over the last 65 %.',
    schedulers: [{ type: 'WarmupStableDecayScheduler', tDecay: '4280ba', decay: 'linear' }],
    run: { maxDuration: '21400ba', samplesPerBatch: 256, tokensPerSample: 2048 },
    baseLr: 0.02,
  },
]
