/**
 * Known runs of models of images: ResNets and Vision Transformers.
 */
import type { DescribedPreset } from './described.js'

const VIT = {
  group: 'Vision',
  source: { title: 'An Image is Worth 16x16 Words, table 3', url: 'https://arxiv.org/abs/2010.11929' },
} as const

const END = 'it ends at 0 here, at 1e-5 in the code that the authors published'

// The model, its data, epochs, batches of 4096 in each, learning rate.
const LINEAR = [
  ['ViT-B/16', 'JFT-300M', 7, 73_975, 8e-4, '303 million images'],
  ['ViT-L/16', 'JFT-300M', 14, 73_975, 4e-4, '303 million images'],
  ['ViT-H/14', 'JFT-300M', 14, 73_975, 3e-4, '303 million images'],
  ['ViT-B/16', 'ImageNet-21k', 90, 3418, 1e-3, '14 million images'],
  ['ViT-L/16', 'ImageNet-21k', 90, 3418, 1e-3, '14 million images'],
] as const

const nameOf = (title: string) => title.toLowerCase().replace(/[/ ,]+/g, '-')

export const VISION: readonly DescribedPreset[] = [
  {
    name: 'resnet-50-two-schedulers',
    title: 'ResNet-50, two schedulers',
    group: 'Vision',
    source: {
      title: 'Composer’s ResNet-50 recipes, resnet50_mild.yaml',
      url: 'https://github.com/mosaicml/examples/blob/main/blogs/resnet/recipes/resnet50_mild.yaml',
    },
    note: 'The warm-up of eight epochs and the cosine over 90 are from there, where the rate is 2.048. The second scheduler, which halves the last ten epochs, is an example of how multipliers multiply: nobody published it.',
    schedulers: [
      { type: 'CosineAnnealingWithWarmupScheduler', tWarmup: '8ep' },
      { type: 'MultiStepScheduler', milestones: ['80ep'], gamma: 0.5 },
    ],
    run: { maxDuration: '90ep', dataloaderLen: 626, samplesPerBatch: 2048 },
    baseLr: 2,
  },
  {
    name: 'resnet-50-1-hour',
    title: 'ResNet-50 in one hour',
    group: 'Vision',
    source: {
      title: 'Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, section 5.1',
      url: 'https://arxiv.org/abs/1706.02677',
    },
    note: 'The minibatch of 8,192: 0.1 for each 256 images, from 0.1 up over five epochs. Left open: what becomes of the last images of an epoch; here 1,281,167 images are 157 batches, the last of which is smaller.',
    schedulers: [
      {
        type: 'MultiStepDecayScheduler',
        tWarmup: '5ep',
        alphaW: 0.03125,
        milestones: ['30ep', '60ep', '80ep'],
        gamma: 0.1,
        warmupPrefix: false,
      },
    ],
    run: { maxDuration: '90ep', dataloaderLen: 157, samplesPerBatch: 8192 },
    baseLr: 3.2,
  },
  ...LINEAR.map(
    ([model, data, epochs, dataloaderLen, baseLr, images]): DescribedPreset => ({
      ...VIT,
      name: nameOf(`${model} ${data}`),
      title: `${model}, ${data}`,
      note: `A line after 10,000 steps. Left open: how many batches an epoch has, here those of ${images}; and where the line ends: ${END}.${model === 'ViT-L/16' ? ` Shorter runs, of ${data === 'JFT-300M' ? 7 : 30} epochs, are in the table as well.` : ''}`,
      schedulers: [{ type: 'LinearWithWarmupScheduler', tWarmup: '10000ba' }],
      run: { maxDuration: `${epochs}ep`, dataloaderLen, samplesPerBatch: 4096 },
      baseLr,
    }),
  ),
  {
    ...VIT,
    name: 'vit-imagenet',
    title: 'ViT, ImageNet',
    note: 'Every size, trained on ImageNet alone. Left open: how many batches an epoch has; here 1,281,167 images are 313, the last of which is smaller.',
    schedulers: [{ type: 'CosineAnnealingWithWarmupScheduler', tWarmup: '10000ba' }],
    run: { maxDuration: '300ep', dataloaderLen: 313, samplesPerBatch: 4096 },
    baseLr: 3e-3,
  },
  {
    name: 'one-cycle-resnet-56',
    title: 'One cycle, ResNet-56',
    group: 'Vision',
    source: {
      title: 'Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates, figure 1',
      url: 'https://arxiv.org/abs/1708.07120',
    },
    note: 'On Cifar-10, one triangle of 10,000 iterations between 0.1 and 3. The tail far below 0.1, which the paper’s 1cycle adds, is not part of this run.',
    schedulers: [{ type: 'OneCycleScheduler', tPeak: '0.5dur', alphaI: 0.1 / 3, alphaF: 0.1 / 3, anneal: 'linear' }],
    run: { maxDuration: '10000ba' },
    baseLr: 3,
  },
  {
    name: 'one-cycle-fastai',
    title: 'One cycle, fastai’s defaults',
    group: 'Vision',
    source: {
      title: 'fastai, fit_one_cycle of fastai/callback/schedule.py',
      url: 'https://github.com/fastai/fastai/blob/main/fastai/callback/schedule.py',
    },
    note: 'Half a cosine up over a quarter of the run from a 25th of the peak, and one down to a 100,000th; the momentum goes the other way, from 0.95 to 0.85 and back. fastai leaves the length to its users, here 1,000 batches; the peak and the momentum are its Learner’s defaults.',
    schedulers: [{ type: 'OneCycleScheduler', tPeak: '0.25dur', alphaI: 0.04, alphaF: 1e-5 }],
    others: {
      momentum: [{ type: 'OneCycleScheduler', tPeak: '0.25dur', alphaI: 0.95, alphaM: 0.85, alphaF: 0.95 }],
    },
    run: { maxDuration: '1000ba' },
    baseLr: 1e-3,
  },
]
