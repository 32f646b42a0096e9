/** Signals: each ends the command with its own code, and leaves nothing behind. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { sized } from '../helpers/repetition.js'
import { file, folder, LINUX, MPT, start } from './command.js'

describe('an output that ends early', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('on %s leaves no temporary file and ends with %i', async (signal, expected) => {
    file('out.csv', 'old')
    const child = start(['curve', MPT, '--count', '1e9', '-o', 'out.csv'])
    const closed = once(child, 'close')
    let output = ''
    child.stdout!.on('data', (text) => {
      output += text
    })
    child.stderr!.on('data', (text) => {
      output += text
    })
    while (readdirSync(folder).length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(readdirSync(folder).find((name) => name.endsWith('.tmp'))).toMatch(/^\.out\.csv\.[0-9a-f]{12}\.tmp$/)
    child.kill(signal)
    expect(await closed).toEqual([expected, null])
    expect(output).toBe('')
    expect(readdirSync(folder)).toEqual(['out.csv'])
    expect(readFileSync(path.join(folder, 'out.csv'), 'utf8')).toBe('old')
  })
})

describe.runIf(LINUX).each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  const isEnded = ([code, name]: unknown[]) => name === signal || code === { SIGINT: 130, SIGTERM: 143 }[signal]

  test.each(['curve', 'plot'])('ends %s into a named pipe that nobody reads', async (command) => {
    execFileSync('mkfifo', [path.join(folder, 'p.svg')])
    const format = command === 'curve' ? ['--format', 'csv'] : []
    const child = start([command, MPT, ...format, '-o', 'p.svg'])
    // Whatever it has come to by then.
    setTimeout(() => child.kill(signal), sized(1500, 600))
    expect(await once(child, 'close')).toSatisfy(isEnded)
  })

  test('ends a command that writes into a named pipe whose reader does not go on', async () => {
    execFileSync('mkfifo', [path.join(folder, 'p')])
    const reader = openSync(path.join(folder, 'p'), constants.O_RDWR | constants.O_NONBLOCK)
    const child = start(['curve', MPT, '--count', '1e9', '-o', 'p'])
    const closed = once(child, 'close')
    const hasBegun = () => {
      try {
        return readSync(reader, Buffer.alloc(1)) === 1
      } catch {
        return false
      }
    }
    while (!hasBegun()) await new Promise((resolve) => setTimeout(resolve, 5))
    child.kill(signal)
    expect(await closed).toSatisfy(isEnded)
    closeSync(reader)
  })
})
