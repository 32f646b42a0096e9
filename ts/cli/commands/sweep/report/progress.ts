/**
 * Progress on standard error: a bar on a terminal, and elsewhere a line now and then.
 */
import type { SingleBar } from 'cli-progress'
import { terminalOf } from '../../../terminal/terminal.js'
import type { Work } from './work.js'

const LINE_MS = 5000

/** Shows how far a work is. */
export interface Progress {
  update(work: Work): void
  /** A line that stays. */
  say(text: string): void
  /** Shows the end, or takes the bar away. */
  close(): void
}

/** Progress for where standard error goes. */
export async function openProgress(env = process.env): Promise<Progress> {
  return process.stderr.isTTY && env.TERM !== 'dumb' ? openBar() : lines()
}

const put = (text: string) => process.stderr.write(`scale-schedule: ${text}\n`)

function lines(): Progress {
  let [last, written, latest] = [Date.now(), '', '']
  const show = () => {
    if (latest !== written) put(latest)
    written = latest
    last = Date.now()
  }
  return {
    update(work) {
      latest = lineOf(work)
      if (Date.now() - last >= LINE_MS) show()
    },
    say: put,
    close: show,
  }
}

async function openBar(): Promise<Progress> {
  // It is no ES module.
  const { default: progress } = await import('cli-progress')
  const { unicode, width } = terminalOf(process.stderr)
  const barsize = Math.max(8, Math.min(30, width - 62))
  const [done, open] = unicode ? ['█', '░'] : ['#', '.']
  let bar: SingleBar | null = null
  const start = () => {
    const started = new progress.SingleBar({
      format: '{bar} {text}',
      stream: process.stderr,
      barsize,
      // A signal may end the process at any moment, and must not leave the terminal without it.
      linewrap: true,
      barCompleteChar: done,
      barIncompleteChar: open,
      fps: 5,
      clearOnComplete: true,
    })
    started.start(1, 0, { text: '' })
    return started
  }
  const close = () => {
    bar?.stop()
    bar = null
  }
  return {
    update(work) {
      bar ??= start()
      bar.update(work.share, { text: lineOf(work).slice(0, Math.max(0, width - barsize - 2)) })
    },
    say(text) {
      close()
      put(text)
    },
    close,
  }
}

function lineOf(work: Work): string {
  const { done, parts, share, rate, secondsLeft } = work
  const amount = rate === null ? '' : `, ${short(rate)} values/s`
  const left = secondsLeft === null || done === parts ? '' : `, ${duration(secondsLeft)} left`
  return `${done} of ${parts} parts (${Math.floor(100 * share)}%)${amount}${left}`
}

const SUFFIXES = ['', ' thousand', ' million', ' billion', ' trillion']

/** A count in three digits or so. */
export function short(count: number): string {
  if (count < 1000) return String(Math.round(count))
  const power = Math.min(SUFFIXES.length - 1, Math.floor(Math.log10(count) / 3))
  return `${(count / 1000 ** power).toPrecision(3)}${SUFFIXES[power]}`
}

/** A time in seconds, or in larger units. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 100) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
