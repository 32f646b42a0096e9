/** Logs of training as each tool writes them: the text of rates by step, rounded as the tool rounds. */

/** A row of a run. */
export interface TrainedRow {
  readonly step: number
  readonly lr: number
  readonly skipped?: number
}

/** Writes a log. */
export type LogWriter = (rows: readonly TrainedRow[], total: number) => string

/** A float as Python's repr has it. */
export function repr(value: number): string {
  const text = String(value)
  const match = /^(-?[\d.]+)e([+-])(\d+)$/.exec(text)
  if (match !== null) return `${match[1]}e${match[2]}${match[3]!.padStart(2, '0')}`
  const small = value !== 0 && Math.abs(value) < 1e-4
  if (!small) return text.includes('.') || !Number.isFinite(value) ? text : `${text}.0`
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}

/** Python's '%.{decimals}E'. */
export const scientific = (value: number, decimals: number): string =>
  value
    .toExponential(decimals)
    .replace(/e([+-])(\d+)$/, (_, sign: string, digits: string) => `E${sign}${digits.padStart(2, '0')}`)

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`

/** Hugging Face's trainer_state.json, with evaluations between. */
export const trainerState: LogWriter = (rows, total) =>
  JSON.stringify(
    {
      best_metric: null,
      epoch: 1,
      global_step: rows.at(-1)?.step ?? 0,
      log_history: rows.flatMap(({ step, lr }, index) => [
        { epoch: step / total, grad_norm: 1.25, learning_rate: lr, loss: 2.5, step },
        ...(index % 7 === 6 ? [{ epoch: step / total, eval_loss: 2.25, eval_runtime: 1.5, step }] : []),
      ]),
      logging_steps: 10,
      max_steps: total,
      num_train_epochs: 1,
    },
    null,
    2,
  )

/** A loop's own NDJSON. */
export const ndjson: LogWriter = (rows) => lines(rows.map(({ step, lr }) => JSON.stringify({ step, loss: 2.5, lr })))

/** A W&B export with the step beside, whose own count is of log calls. */
export const wandb: LogWriter = (rows) =>
  lines([
    '"Step","run-1 - train/global_step","run-1 - lr","run-1 - lr__MIN","run-1 - lr__MAX"',
    ...rows.flatMap(({ step, lr }, index) => [
      `"${2 * index}","${step}","${repr(lr)}","${repr(lr)}","${repr(lr)}"`,
      ...(index % 5 === 4 ? [`"${2 * index + 1}","${step}","","",""`] : []),
    ]),
  ])

/** HF's Trainer through W&B. */
export const wandbTrainer: LogWriter = (rows) =>
  lines(['"train/global_step","run-1 - train/learning_rate"', ...rows.map(({ step, lr }) => `"${step}","${repr(lr)}"`)])

/** A TensorBoard export, in float32. */
export const tensorboard: LogWriter = (rows) =>
  lines(['Wall time,Step,Value', ...rows.map(({ step, lr }) => `${1.7e9 + step}.25,${step},${repr(Math.fround(lr))}`)])

/** Lightning's metrics.csv, with rows of losses between. */
export const lightning: LogWriter = (rows) =>
  lines([
    'epoch,lr-AdamW,step,train_loss',
    ...rows.flatMap(({ step, lr }) => [`,${repr(lr)},${step},`, `0,,${step},2.5`]),
  ])

const megatronLine = ({ step, lr }: TrainedRow, total: number, decimals: number, skipped: number) =>
  ` [2026-01-01 00:00:00] iteration ${String(step).padStart(8)}/${String(total).padStart(8)} | consumed samples: ${String(step * 8).padStart(12)} | elapsed time per iteration (ms): 123.4 | learning rate: ${scientific(lr, decimals)} | global batch size:     8 | lm loss: 2.500000E+00 | loss scale: 1.0 | grad norm: 1.250 | number of skipped iterations: ${String(skipped).padStart(3)} | number of nan iterations:   0 |`

const megatronOf =
  (decimals: number): LogWriter =>
  (rows, total) =>
    lines(
      rows.map((row, index) =>
        megatronLine(row, total, decimals, (row.skipped ?? 0) - (rows[index - 1]?.skipped ?? 0)),
      ),
    )

/** Megatron-LM's lines. */
export const megatron = megatronOf(6)
/** Those of older versions. */
export const oldMegatron = megatronOf(3)

/** DeepSpeed's lines. */
export const deepspeed: LogWriter = (rows) =>
  lines(
    rows.map(
      ({ step, lr, skipped = 0 }) =>
        `[2026-01-01 00:00:00,123] [INFO] [logging.py:96:log_dist] [Rank 0] step=${step}, skipped=${skipped}, lr=[${repr(lr)}, ${repr(lr)}], mom=[(0.9, 0.95), (0.9, 0.95)]`,
    ),
  )

/** Composer's console. */
export const composerConsole: LogWriter = (rows, total) =>
  lines(
    rows.flatMap(({ step, lr }) => [
      `[batch=${step}/${total}]:`,
      `\t Train time/batch: ${(step - 1).toFixed(4)}`,
      `\t Train lr-DecoupledAdamW/group0: ${lr.toFixed(4)}`,
      '\t Train loss/train/total: 2.5000',
    ]),
  )

/** Composer's LRMonitor through W&B: in full. */
export const composerWandb: LogWriter = (rows) =>
  lines(['"Step","run-1 - lr-DecoupledAdamW/group0"', ...rows.map(({ step, lr }) => `"${step}","${repr(lr)}"`)])

/** A tool: what it writes, and how far the update of a rate is from the step beside it. */
export interface Tool {
  readonly write: LogWriter
  readonly offset: number
  /** Whether the log tells its total. */
  readonly hasTotal?: boolean
}

export const TOOLS: Readonly<Record<string, Tool>> = {
  trainerState: { write: trainerState, offset: -1 },
  oldTrainerState: { write: trainerState, offset: 0 },
  ndjson: { write: ndjson, offset: 0 },
  wandb: { write: wandb, offset: 0 },
  wandbTrainer: { write: wandbTrainer, offset: -1 },
  tensorboard: { write: tensorboard, offset: 0 },
  lightning: { write: lightning, offset: 0 },
  megatron: { write: megatron, offset: 0 },
  oldMegatron: { write: oldMegatron, offset: 0 },
  deepspeed: { write: deepspeed, offset: 0 },
  composerConsole: { write: composerConsole, offset: -1 },
  composerWandb: { write: composerWandb, offset: -1 },
}
