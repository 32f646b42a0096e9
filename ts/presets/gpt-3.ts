/**
 * GPT-3 in its eight sizes.
 */
import type { DescribedPreset } from './described.js'

// Tokens in a batch as the paper's table 2.1 prints them, as sequences of 2048, and the learning rate.
const SIZES = [
  ['125M', '0.5M', 256, 6e-4],
  ['350M', '0.5M', 256, 3e-4],
  ['760M', '0.5M', 256, 2.5e-4],
  ['1.3B', '1M', 512, 2e-4],
  ['2.7B', '1M', 512, 1.6e-4],
  ['6.7B', '2M', 1024, 1.2e-4],
  ['13B', '2M', 1024, 1e-4],
  ['175B', '3.2M', 1536, 6e-5],
] as const

export const GPT_3: readonly DescribedPreset[] = SIZES.map(([size, printed, samplesPerBatch, baseLr]) => ({
  name: `gpt-3-${size.toLowerCase()}`,
  title: `GPT-3 ${size}`,
  group: 'GPT-3',
  source: {
    title: 'Language Models are Few-Shot Learners, table 2.1 and appendix B',
    url: 'https://arxiv.org/abs/2005.14165',
  },
  note: `In tokens, with the final batch: it grew from 32k tokens over the first 4 to 12 billion, so that early batches are more than here. The ${printed} tokens of a batch are taken as ${samplesPerBatch.toLocaleString('en')} sequences of 2,048. Left open: whether the 260 billion tokens of the cosine count the warm-up; here they do.`,
  schedulers: [{ type: 'CosineDecayScheduler', tWarmup: '375000000tok', tMax: '260000000000tok', alphaF: 0.1 }],
  run: { maxDuration: '300000000000tok', samplesPerBatch, tokensPerSample: 2048 },
  baseLr,
}))
