// What does a row of a Parquet file cost, evaluated and encoded, beside the best loop and an encoder in JavaScript?
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { inProcess, interleave, option, pair, QUICK, table, watchMemories } from './harness.mjs'

const STEPS = 100_000
const CURVES = QUICK ? 4 : 40
const ROWS = STEPS * CURVES
const LR = 1e-3
const GROUP_ROWS = 262_144

/** A scheduler, and the best loop for it. */
const SHAPES = {
  'hold, two milestones': {
    make: (lib) => new lib.MultiStepScheduler({ milestones: ['0.3dur', '0.6dur'], gamma: 0.1 }),
    loop(out) {
      out.fill(LR, 0, 0.3 * STEPS)
      out.fill(LR * 0.1, 0.3 * STEPS, 0.6 * STEPS)
      out.fill(LR * 0.1 * 0.1, 0.6 * STEPS)
    },
  },
  line: {
    make: (lib) => new lib.LinearScheduler(),
    loop(out) {
      const slope = LR / STEPS
      for (let i = 0; i < STEPS; i++) out[i] = LR - slope * i
    },
  },
  cosine: {
    make: (lib) => new lib.CosineAnnealingScheduler(),
    loop(out) {
      const half = 0.5 * LR
      const speed = Math.PI / STEPS
      for (let i = 0; i < STEPS; i++) out[i] = half + half * Math.cos(speed * i)
    },
  },
}

const LONG = [
  { name: 'configuration', type: 'int32' },
  { name: 'step', type: 'int32', unit: 'ba' },
  { name: 'lr', type: 'float64', unit: 'learning rate' },
]
const WIDE = [
  LONG[1],
  ...Array.from({ length: CURVES }, (_, id) => ({ name: `lr_${id}`, type: 'float64', nullable: true })),
]

/** A configuration in the numbers that the module reads: all of its batches. */
function numbersOf(curve, id) {
  const { pieces, pace } = curve.toJSON()
  const rates = ['dataloaderLen', 'samplesPerBatch', 'tokensPerSample', 'epochsPerIteration', 'microsecondsPerBatch']
  const numbers = [...rates.map((rate) => pace[rate] ?? Number.NaN), ...pieces.map(Number)]
  return [id, LR, 1, numbers.length, ...numbers, 1, 0, 1, STEPS]
}

function byLoop(loop) {
  const configuration = new Int32Array(STEPS)
  const step = Int32Array.from({ length: STEPS }, (_, i) => i)
  const lr = new Float64Array(STEPS)
  return () => {
    const writer = new ByteWriter()
    let parquet
    for (let id = 0; id < CURVES; id++) {
      configuration.fill(id)
      loop(lr)
      const columnData = [
        { name: 'configuration', data: configuration, type: 'INT32', encoding: 'DELTA_BINARY_PACKED' },
        { name: 'step', data: step, type: 'INT32', encoding: 'DELTA_BINARY_PACKED' },
        { name: 'lr', data: lr, type: 'DOUBLE', encoding: 'BYTE_STREAM_SPLIT' },
      ]
      parquet ??= new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData }) })
      parquet.write({ columnData, rowGroupSize: GROUP_ROWS })
    }
    parquet.finish()
    return writer.getBytes().length
  }
}

async function measure(name, { make, loop }) {
  const memory = watchMemories()
  const lib = await import('../dist/index.js')
  const { ParquetFile } = await import('../dist/sweep/formats/parquet/file.js')
  const curve = make(lib).resolve(new lib.TrainingRun({ maxDuration: `${STEPS}ba` }))
  const contenders = {
    long() {
      const file = new ParquetFile({ columns: LONG })
      for (let id = 0; id < CURVES; id++) file.addLong(Float64Array.from(numbersOf(curve, id)))
      return file.finish().length
    },
    wide() {
      const file = new ParquetFile({ columns: WIDE })
      const columns = Array.from({ length: CURVES }, (_, id) => numbersOf(curve, id))
      const numbers = [0, STEPS, CURVES, ...columns.flatMap((column) => [column.length, ...column])]
      file.addWide(Float64Array.from(numbers))
      return file.finish().length
    },
    loop: byLoop(loop),
  }
  const bytes = Object.fromEntries(Object.entries(contenders).map(([name, run]) => [name, run()]))
  return { times: interleave(name, contenders, QUICK ? undefined : { rounds: 5, warmup: 1 }), bytes, memory: memory() }
}

const part = option('--part')
if (part !== undefined) console.log(JSON.stringify(await measure(part, SHAPES[part])))
else {
  const each = ({ min, median }) => pair({ min: (min * 1e6) / ROWS, median: (median * 1e6) / ROWS })
  const rows = Object.keys(SHAPES).map((name) => {
    const { times, bytes, memory } = inProcess(import.meta.url, '--part', name)
    const cell = (contender) => [each(times[contender]), (bytes[contender] / ROWS).toFixed(2)]
    const ratio = (times.loop.min / times.long.min).toFixed(1)
    return [name, ...cell('long'), ratio, ...cell('wide'), ...cell('loop'), (memory / 1e6).toFixed(0)]
  })
  console.log(
    `A part of ${ROWS / 1e6} M values, in memory; ns a value as minimum / median, and the bytes of a value. Long: a`,
  )
  console.log(
    `row for each of ${CURVES} curves of ${STEPS.toLocaleString('en')} steps; wide: a column for each. The rival is the best loop and`,
  )
  console.log('hyparquet-writer, which wrote the files before.\n')
  const head = [
    '',
    'long, ns',
    'bytes',
    '× as fast as the rival',
    'wide, ns',
    'bytes',
    'rival, ns',
    'bytes',
    'modules, MB',
  ]
  console.log(table(head, rows))
}
