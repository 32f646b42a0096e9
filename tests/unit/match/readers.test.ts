/** What each reader of logs makes of what its tool writes. */
import { describe, expect, test } from 'vitest'
import { LogError } from '../../../ts/match/error.js'
import { readLog } from '../../../ts/match/log/read.js'
import * as logs from '../../helpers/training-logs.js'

const ROWS = [
  { step: 10, lr: 1e-3 },
  { step: 20, lr: 0.0009125 },
  { step: 30, lr: 1.25e-5 },
]
const rowsOf = (text: string, options = {}) => readLog(text, options).rows.map(({ step, lr }) => [step, lr.value])
const EXACT = ROWS.map(({ step, lr }) => [step, lr])
const code = (read: () => unknown) => {
  try {
    read()
  } catch (error) {
    if (error instanceof LogError) return error.code
    throw error
  }
  return null
}

describe('each tool', () => {
  test.each([
    ['trainerState', logs.trainerState, 'trainer-state', 'either', 'shortest', 1000],
    ['ndjson', logs.ndjson, 'ndjson', 'now', 'shortest', null],
    ['wandb', logs.wandb, 'wandb', 'now', 'shortest', null],
    ["HF's Trainer through wandb", logs.wandbTrainer, 'wandb', 'either', 'shortest', null],
    ['composer through wandb', logs.composerWandb, 'wandb', 'before', 'shortest', null],
    ['lightning', logs.lightning, 'csv', 'now', 'shortest', null],
    ['megatron', logs.megatron, 'megatron', 'now', 'printed', 1000],
    ['deepspeed', logs.deepspeed, 'deepspeed', 'now', 'shortest', null],
  ] as const)('%s', (_, write, kind, update, printing, total) => {
    const text = write(ROWS, 1000)
    expect(readLog(text)).toMatchObject({ kind, update, printing, total })
    expect(rowsOf(text)).toEqual(EXACT)
    expect(rowsOf(text.replaceAll('\n', '\r\n'))).toEqual(EXACT)
    expect(rowsOf(`\ufeff${text}`)).toEqual(EXACT)
  })

  test('TensorBoard has float32, and the name of what was logged in that of the file', () => {
    const text = logs.tensorboard(ROWS, 1000)
    expect(rowsOf(text)).toEqual(ROWS.map(({ step, lr }) => [step, Math.fround(lr)]))
    expect(readLog(text)).toMatchObject({ kind: 'tensorboard', update: 'now', printing: 'float32' })
    expect(readLog(text, { file: 'run-.-tag-train_learning_rate.csv' }).update).toBe('either')
    expect(readLog(text, { file: 'run-.-tag-lr-DecoupledAdamW_group0.csv' }).update).toBe('before')
  })

  test("Composer's console has four decimals; its batches count from an epoch, or from the start", () => {
    const text = logs.composerConsole(ROWS, 1000)
    expect(readLog(text)).toMatchObject({ kind: 'composer', update: 'before', total: 1000 })
    expect(rowsOf(text)).toEqual([
      [10, 0.001],
      [20, 0.0009],
      [30, 0],
    ])
    const epochs =
      '[epoch=1][batch=50/50]:\n\t Train lr-SGD/group0: 0.5000\n[epoch=2][batch=3/50]:\n\t Train lr-SGD/group0: 0.2500\n'
    expect(rowsOf(epochs)).toEqual([
      [50, 0.5],
      [53, 0.25],
    ])
    const tokens = '[token=2048/4096]:\n\t Train time/batch: 7.0000\n\t Train lr-SGD/group0: 0.5000\n'
    expect(rowsOf(tokens)).toEqual([[8, 0.5]])
    const filed = '[metric][batch=7]: loss: 1.0 \n[metric][batch=7]: lr-SGD/group0: 0.1250 \n'
    expect(rowsOf(filed)).toEqual([[7, 0.125]])
  })

  test('Megatron counts what was skipped since the line before, also behind a resume', () => {
    const rows = [
      { step: 10, lr: 0.1, skipped: 2 },
      { step: 20, lr: 0.2, skipped: 3 },
    ]
    const text = logs.megatron(rows, 100) + logs.megatron([{ step: 15, lr: 0.15, skipped: 1 }], 100)
    expect(readLog(text).rows.map(({ step, skipped }) => [step, skipped])).toEqual([
      [10, 2],
      [20, 3],
      [15, 3],
    ])
  })

  test("DeepSpeed's list is a column for each group, of numbers of any type", () => {
    const line = (list: string) => `[Rank 0] step=5, skipped=1, lr=[${list}], mom=[(0.9, 0.95)]\n`
    expect(rowsOf(line('np.float64(0.5), tensor(0.5000)'))).toEqual([[5, 0.5]])
    expect(code(() => readLog(line('0.5, 0.25')))).toBe('log-column')
    expect(rowsOf(line('0.5, 0.25'), { column: 'lr[1]' })).toEqual([[5, 0.25]])
  })
})

describe('steps and columns', () => {
  test("W&B's own step counts calls: train/global_step stands before it, and a lone Step is told", () => {
    const text = '"Step","train/global_step","run - train/lr"\n"0","10","0.5"\n"1","20",""\n"2","30","0.25"\n'
    expect(rowsOf(text)).toEqual([
      [10, 0.5],
      [30, 0.25],
    ])
    expect(readLog('"Step","run - lr"\n1,0.5\n2,0.25\n').notes.join()).toContain('counts log calls')
  })

  test('least and greatest values are no columns, and tell rows that are of several steps', () => {
    const text = 'Step,run - lr,run - lr__MIN,run - lr__MAX\n10,0.5,0.5,0.5\n20,0.4,0.3,0.5\n'
    expect(readLog(text)).toMatchObject({ column: 'run - lr' })
    expect(readLog(text).rows.map(({ isBucket }) => isBucket ?? false)).toEqual([false, true])
  })

  test('groups with equal rates are one, others are named', () => {
    const csv = (b: number) => `step,lr-AdamW/group0,lr-AdamW/group1\n1,0.5,${b}\n2,0.25,${b / 2}\n`
    expect(rowsOf(csv(0.5))).toHaveLength(2)
    expect(() => readLog(csv(0.1))).toThrow(/"lr-AdamW\/group0", "lr-AdamW\/group1"\. Choose one with --column\./)
    expect(rowsOf(csv(0.1), { column: 'group1' })).toEqual([
      [1, 0.1],
      [2, 0.05],
    ])
    expect(code(() => readLog(csv(0.1), { column: 'lr' }))).toBe('log-column')
  })

  test('momentum and weight decay are no rates; any column may be asked for', () => {
    const text = 'step,lr-SGD,lr-SGD-momentum,lr-SGD-weight_decay,speed\n1,0.5,0.9,0.1,7\n'
    expect(readLog(text).column).toBe('lr-SGD')
    expect(rowsOf(text, { column: 'speed' })).toEqual([[1, 7]])
    expect(rowsOf('{"step": 3, "speed": 0.5}\n', { column: 'speed' })).toEqual([[3, 0.5]])
    expect(code(() => readLog('step,loss\n1,2\n'))).toBe('log-empty')
  })
})

describe('what is cut or no log', () => {
  test.each([
    ['ndjson', logs.ndjson],
    ['wandb', logs.wandb],
    ['lightning', logs.lightning],
    ['tensorboard', logs.tensorboard],
    ['megatron', logs.megatron],
    ['deepspeed', logs.deepspeed],
  ] as const)('a last line of %s that is cut anywhere gives no row that was not logged', (_, write) => {
    const whole = write(ROWS, 1000)
    const all = new Set(rowsOf(whole).map(String))
    const last = whole.trimEnd().lastIndexOf('\n')
    for (let end = last + 1; end <= whole.length; end++) {
      for (const row of rowsOf(whole.slice(0, end))) expect([...all], whole.slice(last, end)).toContain(String(row))
    }
  })

  test('a trainer_state.json that is cut has the entries before its end', () => {
    const whole = logs.trainerState(ROWS, 1000)
    expect(rowsOf(whole.slice(0, whole.lastIndexOf('1.25')))).toEqual(EXACT.slice(0, 2))
  })

  test('an event file is refused with how to export it', () => {
    expect(code(() => readLog('', { file: 'events.out.tfevents.1.host' }))).toBe('log-events')
    expect(() => readLog('', { file: 'events.out.tfevents.1.host' })).toThrow(/Export it: in TensorBoard/)
  })

  test.each([
    ['', 'log-kind'],
    ['some text\n', 'log-kind'],
    ['[]', 'log-kind'],
    ['{"log_history": []}', 'log-empty'],
    ['lr,loss\n1,2\n', 'log-kind'],
    ['step,lr\n1,abc\n', 'log-empty'],
    ['{"step": 1e300, "lr": 1}\n{"step": 1, "lr": 1e999}\n', 'log-kind'],
  ])('%j is no log', (text, expected) => {
    expect(code(() => readLog(text))).toBe(expected)
  })
})
