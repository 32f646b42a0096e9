// Programs with all that they start: ended together, also by Ctrl-C and at a set time.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const GROUPS = process.platform !== 'win32'
const running = new Set()

/** Ends a program and what it started: a test that loops for ever must not outlive its run. */
function end(child) {
  try {
    if (GROUPS) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It ended by itself.
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    for (const child of running) end(child)
    process.exit(code)
  })
}

/**
 * Runs a program to its end, or until the time `until` in milliseconds. Its output is shown, or kept in `text`;
 * `stopped` tells that it was ended, `code` is null then.
 */
export function runProgram(command, args, { env = {}, show = false, until = Number.POSITIVE_INFINITY } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      detached: GROUPS,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      env: { ...process.env, ...env },
    })
    running.add(child)
    let [text, stopped] = ['', false]
    const stop = () => {
      stopped = true
      end(child)
    }
    const timer = Number.isFinite(until) ? setTimeout(stop, Math.max(0, until - Date.now())) : undefined
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
    }
    const done = (code) => {
      clearTimeout(timer)
      running.delete(child)
      resolve({ code, text, stopped })
    }
    child.on('error', (error) => {
      text += String(error)
      done(1)
    })
    child.on('close', done)
  })
}
