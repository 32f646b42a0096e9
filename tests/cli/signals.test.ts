/** Signals: each ends the command with its own code, and leaves nothing behind. */
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { file, folder, MPT, start } from './command.js'

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
