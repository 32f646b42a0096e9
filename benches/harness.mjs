// How is everything here measured and printed? Interleaved rounds, minimum and median, Markdown. Knows no scheduler.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** `--quick` is for trying a bench out: a tenth of the values, few rounds; no numbers to publish. */
export const QUICK = process.argv.includes('--quick')
/** How many values a range has. */
export const COUNT = QUICK ? 1_000_000 : 10_000_000
/** The text that stands for `count` in sentences. */
export const COUNT_TEXT = `${COUNT / 1e6} M`

/**
 * Milliseconds that processors have worked for this process. For work on one thread they are those of a clock on an
 * idle machine; other programs lengthen the clock's at once, and these only by the caches they take.
 */
export function processorTime() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e3
}

// What was computed ends here, so that no compiler may leave the work out.
let consumed = 0

/**
 * Times contenders in turn, round by round, so that a slow moment of the machine hits all of them. Each starts a round
 * as often as the others, since the first finds other caches than the last. The times are those of processors. Says so when the row is done.
 *
 * @param row - what the contenders have in common, for the line that tells of them
 * @param contenders - by name, functions that do the work once and return a number that depends on it
 * @returns by name, `{ min, median }` in milliseconds
 */
export function interleave(row, contenders, { rounds = QUICK ? 3 : 9, warmup = QUICK ? 1 : 3 } = {}) {
  const names = Object.keys(contenders)
  const times = new Map(names.map((name) => [name, []]))
  for (let round = -warmup; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round + warmup) % names.length]
      const start = processorTime()
      const result = contenders[name]()
      const time = processorTime() - start
      consumed += result
      if (round >= 0) times.get(name).push(time)
    }
  }
  if (Number.isNaN(consumed)) throw new Error('A contender computed NaN')
  const summaries = Object.fromEntries(names.map((name) => [name, summary(times.get(name))]))
  progress(row, Object.fromEntries(names.map((name) => [name, `${summaries[name].min.toFixed(2)} ms`])))
  return summaries
}

/** A line on standard error, as a row is done: what was measured. */
export function progress(row, found) {
  const figures = Object.entries(found).map(([name, figure]) => `${name} ${figure}`)
  console.error(`  ${row}: ${figures.join(', ')}`)
}

/** The minimum and the median of times. */
export function summary(times) {
  const sorted = [...times].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { min: sorted[0], median }
}

/** Refuses a rival that computes something else: values may differ by `tolerance`. */
export function checkSame(what, found, expected, tolerance = 1e-12) {
  for (let i = 0; i < expected.length; i++) {
    // Written so that NaN fails too.
    if (!(Math.abs(found[i] - expected[i]) <= tolerance)) {
      throw new Error(`${what}: value ${i} is ${found[i]}, the library has ${expected[i]}`)
    }
  }
}

/** Runs a file in its own process and reads the JSON it prints: what V8 learned from one part spoils no other. */
export function inProcess(url, ...args) {
  const quick = QUICK ? ['--quick'] : []
  const done = spawnSync(process.execPath, [fileURLToPath(url), ...args, ...quick], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ended with ${done.status ?? done.signal}`)
  return JSON.parse(done.stdout)
}

/** What follows a flag on the command line. */
export function option(flag) {
  const at = process.argv.indexOf(flag)
  return at < 0 ? undefined : process.argv[at + 1]
}

/** A Markdown table; the first column is text, the others are numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** Minimum and median in one cell. */
export const pair = ({ min, median }, digits = 1) => `${min.toFixed(digits)} / ${median.toFixed(digits)}`

const MARKS = ['✗', '✓', '✓✓']

/** A figure with its mark: ✓✓ the aim is reached, ✓ what it must be, ✗ neither. Without limits only the figure. */
export function marked(found, limits, { atMost = false, digits = 2 } = {}) {
  const text = found.toFixed(digits)
  if (limits === undefined) return text
  const [must, aim] = [limits].flat()
  const reaches = (limit) => limit !== undefined && (atMost ? found <= limit : found >= limit)
  return `${text} ${MARKS[reaches(aim) ? 2 : reaches(must) ? 1 : 0]}`
}

/** The memory of every instance made from here on; the package shows none. */
export function watchMemories() {
  const memories = []
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args) {
      const instance = Reflect.construct(target, args)
      memories.push(instance.exports.memory)
      return instance
    },
  })
  return () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)
}
