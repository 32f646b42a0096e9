/** A wrong configuration gets one line, and never anything but that line. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations look like that
import fc from 'fast-check'
import {
  CosineAnnealingWithWarmupScheduler,
  evaluate,
  LinearScheduler,
  SchedulerError,
  scaleMaxDuration,
  setWarningHandler,
  Time,
  TrainingRun,
} from 'scale-schedule'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { ConfigError, readConfig } from '../../../ts/config/index.js'
import { errorFrom, messageFrom } from '../../helpers/message.js'
import { runs } from '../../helpers/repetition.js'

/** The message for a good configuration with some keys replaced; undefined takes a key away. */
function message(keys: object, text?: string): string {
  const whole = { max_duration: '100ba', scheduler: { name: 'linear' }, ...keys }
  return messageFrom(() => readConfig(text ?? stringify(whole), { file: 'run.yaml' }))
}

const NAMES = `Use one of ${[
  'constant_with_warmup, cosine, cosine_with_warmup, inv_sqrt, inv_sqrt_with_warmup, inverse_sqrt, inverse_time',
  'linear_decay_with_warmup, power, rsqrt, sequential, staged, tanh, trapezoid, wsd, step, multi_step, constant, linear',
  'exponential, cosine_annealing, cosine_annealing_warm_restarts, polynomial, multi_step_with_warmup',
  'linear_with_warmup, cosine_annealing_with_warmup, polynomial_with_warmup, inverse_square_root_with_warmup',
  'linear_decay, cosine_decay, cosine_hard_restarts, cosine_restarts, polynomial_restarts, tanh_restarts',
  'polynomial_decay, exponential_decay, inverse_time_decay, lr_range_test, step_decay, multi_step_decay',
  'multiplicative, piecewise_constant, piecewise_interpolate, one_cycle, cyclic, warmup_stable_decay',
  'inverse_square_root, noam, power_law, rex, eden, product, minimum, maximum, clamp, affine, sequence, shift',
  'stretch, repeat, cooldown, with_warmup',
].join(', ')}, or the name of a class.`
const COUNT = 'Must be an integer from 1 to 2^53 - 1'
const KNOWN = 'CosineAnnealingWithWarmupScheduler takes t_warmup, t_max, alpha_f, scale_warmup, check'
const cosine = { name: 'cosine_with_warmup', t_warmup: '10ba' }

describe('what is told of a wrong value', () => {
  test.each<[object, string]>([
    [
      { max_duration: undefined },
      "max_duration: A run has a length; found none. Add max_duration, for example '63900ba' or '10ep'.",
    ],
    [{ max_duration: '0ba' }, "max_duration: max_duration is at least 1; found 0ba. Write for example '10ep'."],
    [
      { max_duration: 0 },
      "max_duration: A plain max_duration is epochs, an integer of at least 1; found 0. Write for example 10, '10ep' or '63900ba'.",
    ],
    [
      { max_duration: 1.5 },
      "max_duration: A plain max_duration is epochs, an integer of at least 1; found 1.5. Write for example 10, '10ep' or '63900ba'.",
    ],
    [
      { max_duration: [] },
      "max_duration: A plain max_duration is epochs, an integer of at least 1; found an array of length 0. Write for example 10, '10ep' or '63900ba'.",
    ],
    [
      { scale_schedule_ratio: -1 },
      'scale_schedule_ratio: Must be a finite number above 0; found -1. Write for example 0.5.',
    ],
    [
      { scale_schedule_ratio: Number.NaN },
      'scale_schedule_ratio: Must be a finite number above 0; found NaN. Write for example 0.5.',
    ],
    [
      { optimizer: { lr: 0.5 }, lr: 0.25 },
      'lr: A configuration has one learning rate, and optimizer.lr is 0.5; found 0.25. Remove one of the two.',
    ],
    [
      { optimizers: [{ decoupled_adamw: { lr: 0.5 } }], lr: 0 },
      'lr: A configuration has one learning rate, and optimizers[0].decoupled_adamw.lr is 0.5; found 0. Remove one of the two.',
    ],
    [{ dataloader_len: 0 }, `dataloader_len: ${COUNT}; found 0. Write for example 1024.`],
    [{ global_train_batch_size: '1024' }, `global_train_batch_size: ${COUNT}; found "1024". Write for example 1024.`],
    [{ max_seq_len: 0.5 }, `max_seq_len: ${COUNT}; found 0.5. Write for example 1024.`],
    [
      { max_seq_len: '${variables.n}', variables: { n: 'x' } },
      `variables.n: ${COUNT}; found "x". Write for example 1024.`,
    ],
    [
      { optimizer: { lr: '6e-4' } },
      'optimizer.lr: A learning rate is a finite number of at least 0; found "6e-4". Write for example 1.2e-4, without quotes.',
    ],
    [
      { optimizer: { lr: -1 } },
      'optimizer.lr: A learning rate is a finite number of at least 0; found -1. Write for example 1.2e-4, without quotes.',
    ],
    [
      { optimizer: { lr: Infinity } },
      'optimizer.lr: A learning rate is a finite number of at least 0; found Infinity. Write for example 1.2e-4, without quotes.',
    ],
    [
      { optimizer: { lr: '${a}' } },
      'optimizer.lr: An interpolation names a key of the file; found ${a}, and there is no such key. Add it, or write the value out.',
    ],
    [
      { optimizers: [{ lr: 1 }, { lr: 2 }] },
      'optimizers: A configuration has one optimizer; found an array of length 2. Keep the one whose learning rate is asked for.',
    ],
    [
      { scheduler: undefined },
      'scheduler: A configuration needs a scheduler; found none. Add scheduler, with name and options.',
    ],
    [
      { scheduler: [] },
      'scheduler: A configuration needs a scheduler; found none. Add scheduler, with name and options.',
    ],
    [{ scheduler: 5 }, 'scheduler: Must be a mapping of keys; found 5. Write keys and values below it.'],
    [
      { schedulers: [] },
      'schedulers: A configuration has either scheduler or schedulers; found both. Put all into schedulers.',
    ],
    [{ scheduler: { alpha_f: 0.1 } }, `scheduler.name: A scheduler needs a name; found none. ${NAMES}`],
    [{ scheduler: { name: 'sinus' } }, `scheduler.name: A scheduler has a known name; found "sinus". ${NAMES}`],
    ...(
      [
        ['scheduler.name', { scheduler: { name: 'cosine_wiht_warmup' } }],
        ['scheduler', { scheduler: 'cosine_wiht_warmup' }],
        ['scheduler.cosine_wiht_warmup', { scheduler: { cosine_wiht_warmup: { t_warmup: '10ba' } } }],
        [
          'schedulers.cosine_wiht_warmup',
          { scheduler: undefined, schedulers: { linear: {}, cosine_wiht_warmup: null } },
        ],
        ['schedulers[0].cosine_wiht_warmup', { scheduler: undefined, schedulers: [{ cosine_wiht_warmup: {} }] }],
      ] as const
    ).map(([place, keys]): [object, string] => [
      keys,
      `${place}: A scheduler has a known name; found "cosine_wiht_warmup". Write cosine_with_warmup.`,
    ]),
    [
      { scheduler: { LinaerScheduler: {} } },
      'scheduler.LinaerScheduler: A scheduler has a known name; found "LinaerScheduler". Write LinearScheduler.',
    ],
    [
      { scheduler: { nothing_like_it: { x: 1 } } },
      `scheduler.nothing_like_it: A scheduler has a known name; found "nothing_like_it". ${NAMES}`,
    ],
    [{ scheduler: { name: 7 } }, `scheduler.name: A scheduler has a known name; found 7. ${NAMES}`],
    [{ scheduler: { name: 'toString' } }, `scheduler.name: A scheduler has a known name; found "toString". ${NAMES}`],
    [
      { scheduler: { name: 'cosine_with_warmup' } },
      'scheduler.t_warmup: CosineAnnealingWithWarmupScheduler needs t_warmup; found none. Add t_warmup.',
    ],
    [{ scheduler: { ...cosine, warmup: 1 } }, `scheduler.warmup: ${KNOWN}; found "warmup". Write t_warmup.`],
    [
      { scheduler: { ...cosine, 'a b': 1 } },
      `scheduler["a b"]: ${KNOWN}; found "a b". Remove it, or check its spelling.`,
    ],
    [
      { scheduler: { ...cosine, tWarmup: '5ba' } },
      'scheduler.tWarmup: An option is given once; found t_warmup twice. Remove one.',
    ],
    [
      { scheduler: { ...cosine, alpha_f: '0.1' } },
      'scheduler.alpha_f: Must be a finite number; found "0.1". Write for example 0.1, without quotes.',
    ],
    [
      { scheduler: { ...cosine, alpha_f: null } },
      'scheduler.alpha_f: Must be a finite number; found null. Write for example 0.1, without quotes.',
    ],
    [
      { scheduler: { ...cosine, t_warmup: 100 } },
      "scheduler.t_warmup: Must be a time as text: a number and its unit; found 100. Write for example '100ba', '10ep' or '0.1dur'.",
    ],
    [
      { scheduler: { ...cosine, scale_warmup: 'True' } },
      'scheduler.scale_warmup: Must be true or false; found "True". Write one of them, without quotes.',
    ],
    [
      { scheduler: { name: 'multi_step', milestones: '10ba' } },
      `scheduler.milestones: Must be a list of times; found "10ba". Write for example ['10ep', '20ep'].`,
    ],
    [
      { scheduler: { name: 'multi_step', milestones: ['10ba', 20] } },
      "scheduler.milestones[1]: Must be a time as text: a number and its unit; found 20. Write for example '100ba', '10ep' or '0.1dur'.",
    ],
    [
      { scheduler: { ...cosine, t_warmup: '1ep' } },
      'scheduler: 1ep can only be converted to batches with the length of the dataloader; found none. Set dataloader_len (batches in an epoch), or give times in ba.',
    ],
    [
      { scheduler: { ...cosine, t_warmup: '1ep' }, dataloader_len: '${oc.env:LEN}' },
      'dataloader_len: An environment variable without a default must be set; found no LEN. Set it, or write ${oc.env:LEN,DEFAULT}.',
    ],
  ])('%j', (keys, line) => {
    expect(message(keys)).toBe(`run.yaml: ${line}`)
  })

  const hundred = new TrainingRun({ maxDuration: '100ba' })
  const warm = (tWarmup: '5sp' | '10ba', tMax: '1dur' | '50ba') =>
    new CosineAnnealingWithWarmupScheduler({ tWarmup, tMax }).resolve(hundred)
  test.each<[object, string, () => unknown]>([
    [{ max_duration: '10 parsecs' }, 'max_duration', () => Time.fromTimestring('10 parsecs')],
    [{ max_duration: '1dur' }, 'max_duration', () => new TrainingRun({ maxDuration: '1dur' as never })],
    [{ scale_schedule_ratio: 0.001 }, 'max_duration', () => scaleMaxDuration('100ba', 0.001)],
    [{ scheduler: { ...cosine, t_warmup: '1.5ba' } }, 'scheduler.t_warmup', () => Time.fromTimestring('1.5ba')],
    [{ scheduler: { ...cosine, t_max: '50ba' } }, 'scheduler', () => warm('10ba', '50ba')],
    [{ scheduler: { ...cosine, t_warmup: '5sp' } }, 'scheduler', () => warm('5sp', '1dur')],
    [
      { scheduler: [{ name: 'linear' }, { linear: { t_max: '0ba' } }] },
      'scheduler[1].linear',
      () => new LinearScheduler({ tMax: '0ba' }).resolve(hundred),
    ],
  ])('%j: what the core says, at its place', (keys, place, core) => {
    expect(SchedulerError.is(errorFrom(core))).toBe(true)
    expect(message(keys)).toBe(`run.yaml: ${place}: ${messageFrom(core)}`)
  })

  test('a document that is no mapping', () => {
    const cure = 'Write max_duration, scheduler and optimizer, each with its value.'
    expect(message({}, '')).toBe(`run.yaml: A training configuration is a mapping of keys; found null. ${cure}`)
    expect(message({}, '[1]')).toBe(
      `run.yaml: A training configuration is a mapping of keys; found an array of length 1. ${cure}`,
    )
    expect(message({}, 'words')).toBe(`run.yaml: A training configuration is a mapping of keys; found "words". ${cure}`)
  })

  test('below `parameters` the key path says so', () => {
    expect(message({}, 'parameters: {max_duration: 1ba, scheduler: x}')).toMatch(/^run\.yaml: parameters\.scheduler: /)
  })

  test('an error of a later step is told in the same way', () => {
    const config = readConfig(stringify({ max_duration: '500tok', scheduler: { name: 'constant' } }), {
      file: 'run.yaml',
    })
    const later = messageFrom(() => {
      try {
        config.run.batches
      } catch (error) {
        throw config.explain(error)
      }
    })
    expect(later).toBe(
      'run.yaml: max_duration: This needs the count of tokens; found nothing to count it by. Set global_train_batch_size.',
    )
    expect(config.explain('other', 0)).toBe('other')
  })

  test('is one line, whatever the file and its keys are called', () => {
    const text = JSON.stringify({ max_duration: '9ba', scheduler: { name: 'linear', 'a\nb\u2028': 1 } })
    expect(messageFrom(() => readConfig(text, { file: 'my\nfile' }))).toMatch(
      /^my file: scheduler\["a\\nb "\]: LinearScheduler takes .+$/,
    )
  })
})

describe('no configuration', () => {
  beforeAll(() => void setWarningHandler(() => {}))
  afterAll(() => void setWarningHandler(null))

  const base = {
    variables: { x: 1, lr: 0.1 },
    parameters: { max_duration: '5ba', scheduler: { name: 'linear' } },
    run_name: '${variables.x}',
    max_duration: '100ba',
    dataloader_len: 10,
    train_subset_num_batches: -1,
    scale_schedule_ratio: 2,
    global_train_batch_size: 8,
    max_seq_len: 16,
    epochs_per_iteration: 1,
    seconds_per_batch: 0.5,
    optimizer: { name: 'adam', lr: '${variables.lr}' },
    optimizers: [{ lr: 1 }],
    lr: 1,
    schedulers: [
      { name: 'cosine_with_warmup', t_warmup: '10ba', t_max: '1dur', alpha_f: 0.1, scale_warmup: true },
      { MultiStepScheduler: { milestones: ['5ba', '2ep'], gamma: 0.5 } },
      { type: 'CosineAnnealingWarmRestartsScheduler', t_0: '7ba', t_mult: 2 },
    ],
  }

  type Path = (string | number)[]
  const paths = (value: unknown, at: Path = []): Path[] =>
    typeof value === 'object' && value !== null
      ? [at, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]))]
      : [at]
  const put = (value: unknown, [key, ...rest]: Path, other: unknown): unknown => {
    if (key === undefined) return other
    const copy = structuredClone(value) as Record<string | number, unknown>
    copy[key] = put(copy[key], rest, other)
    return copy
  }

  const number = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(0, -0, 1e308, 2 ** 53, Number.NaN, Infinity, -Infinity),
  )
  const unit = fc.constantFrom('iter', 'ep', 'ba', 'sp', 'tok', 'dur', 'sec', 'h', '')
  const time = fc.tuple(number, unit).map(([value, name]) => `${value}${name}`)
  const key = fc.constantFrom(
    'variables',
    'x',
    'lr',
    'scheduler',
    'schedulers',
    '0',
    'name',
    '.',
    '..',
    '[0]',
    '',
    'oc.env:A',
    '${x}',
  )
  const interpolation = fc.array(key, { maxLength: 4 }).map((keys) => `\${${keys.join('.')}}`)
  const text = fc.oneof(
    fc.string(),
    time,
    interpolation,
    fc.constantFrom('${', '}', '${${', 'linear', '__proto__', 'StepScheduler'),
  )
  const wild = fc.oneof(
    number,
    text,
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue(),
    fc.array(fc.oneof(number, time, text), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(key, fc.constantFrom('t_max', 'gamma', 't_0', 'power', 'milestones', '__proto__')),
      fc.oneof(number, time, text),
    ),
  )

  /** Reads and evaluates; only the two kinds of errors that tell a user something may come out. */
  function readAll(config: string): void {
    try {
      const { schedulers, run, baseLr, explain } = readConfig(config, { file: 'f' })
      try {
        evaluate(schedulers, run, { from: 90, count: 50, stride: 3, baseLr })
        if (run.maxDuration.unit !== 'sec') run.batches
      } catch (error) {
        expect(explain(error)).toBeInstanceOf(ConfigError)
        expect(SchedulerError.is(error)).toBe(true)
      }
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      expect((error as Error).message).toMatch(/^f: .+; found .+\.$/)
    }
  }

  test('makes the reader fail in any other way: every key takes every value', () => {
    for (const path of paths(base)) {
      fc.assert(
        fc.property(wild, (value) => readAll(stringify(put(base, path, value), { aliasDuplicateObjects: false }))),
        { numRuns: runs(120) },
      )
    }
  })

  test('does so with several values at once', () => {
    const all = paths(base)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(all.length - 1), wild), { maxLength: 5 }), (changes) => {
        let config: unknown = base
        for (const [index, value] of changes) {
          try {
            config = put(config, all[index]!, value)
          } catch {
            // What an earlier change took away can't be changed.
          }
        }
        readAll(JSON.stringify(config) ?? 'null')
      }),
      { numRuns: runs(1500) },
    )
  })

  test('does so as a text of any kind', () => {
    const piece = fc.constantFrom(
      'a: ',
      '- ',
      '\n',
      '  ',
      '*a',
      '&a ',
      '<<: ',
      '{',
      '}',
      '[',
      ']',
      '!!',
      '|',
      '>',
      '"',
      "'",
      '#',
      '---',
      '%',
      '? ',
      ',',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => readAll(pieces.join(''))),
      { numRuns: runs(2000) },
    )
  })

  test('does so by an anchor that contains itself', () => {
    readAll('max_duration: 1ba\nscheduler: &a {name: linear, t_max: *a}')
    readAll('max_duration: 1ba\nscheduler: &a [*a]')
    readAll(
      '&a {max_duration: 1ba, scheduler: {name: linear}, variables: *a, optimizer: {lr: "${variables.variables.lr}"}}',
    )
  })
})
