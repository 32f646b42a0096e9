/** `completion`: scripts that shells accept, and what bash then completes. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, failure, file, folder } from './command.js'

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0

/** What bash offers for the last of some words; it splits them at '=' before. */
async function complete(...words: string[]): Promise<string[]> {
  const { stdout } = await cli(['completion', 'bash'])
  const list = words.map((word) => `'${word}'`).join(' ')
  const program = `${stdout}
COMP_WORDS=(scale-schedule ${list})
COMP_CWORD=${words.length}
_scale_schedule
printf '%s\\n' "\${COMPREPLY[@]}"`
  const {
    status,
    stdout: found,
    stderr,
  } = spawnSync('bash', ['--norc', '-c', program], { cwd: folder, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  return found.split('\n').filter((line) => line !== '')
}

describe.runIf(has('bash'))('bash completes', () => {
  test.each<[string[], string[]]>([
    [['pl'], ['plot']],
    [['--v'], ['--version']],
    [
      ['help', 'ex'],
      ['explain', 'export'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['plot', '--ax'], ['--axis']],
    [
      ['plot', '--axis', ''],
      ['batch', 'epoch', 'sample', 'token', 'duration', 'iteration', 'second'],
    ],
    [['plot', 'a.yaml', '--axis', 't'], ['token']],
    [['lin'], ['lint']],
    [['curve', '--scheduler', 'ws'], ['wsd']],
    [['lint', '--scheduler', 'mini'], ['minimum']],
    [['curve', '--preset', 'deepseek-v'], ['deepseek-v3']],
    [
      ['presets', 'bert'],
      ['bert-base', 'bert-large'],
    ],
    [
      ['curve', '--as-trained', ''],
      ['batch', 'epoch'],
    ],
    [
      ['plot', '--theme', ''],
      ['light', 'dark'],
    ],
    [['plot', '--theme', '=', 'd'], ['dark']],
    [
      ['plot', '--theme', '='],
      ['light', 'dark'],
    ],
    [['curve', '--format', 'n'], ['ndjson']],
    [['curve', '--ssr', ''], []],
    [['diff', '--js'], ['--json']],
    [['explain', '--at', ''], []],
    [['none', ''], []],
  ])('%j to %j', async (words, found) => expect(await complete(...words)).toEqual(found))

  test('commands, and files with spaces in their names', async () => {
    expect(await complete('')).toEqual(
      expect.arrayContaining(['curve', 'plot', 'explain', 'diff', 'completion', 'help']),
    )
    file('a run.yaml', '')
    file('another.yaml', '')
    mkdirSync(path.join(folder, 'folder'))
    for (const words of [
      ['plot', ''],
      ['curve', '--quiet', ''],
      ['plot', 'x', '-o', ''],
      ['diff', 'a', ''],
    ]) {
      expect((await complete(...words)).sort(), words.join(' ')).toEqual(['a run.yaml', 'another.yaml', 'folder'])
    }
    expect(await complete('plot', 'a r')).toEqual(['a run.yaml'])
  })

  test('every option of every command that has a help', async () => {
    const commands = [...(await cli(['--help'])).stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name!)
    expect(commands).toEqual(expect.arrayContaining(['curve', 'plot', 'explain', 'diff']))
    for (const command of commands) {
      const { stdout } = await cli([command, '--help'])
      const flags = [...stdout.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)/gm)].flatMap(([, short, long]) => [short, long])
      const expected = flags.filter((flag) => flag !== undefined)
      expect(expected.length).toBeGreaterThan(1)
      expect(await complete(command, '-')).toEqual(expected)
    }
  })
})

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (shell) => {
  test('names every command', async () => {
    const { stdout, stderr, code } = await cli(['completion', shell])
    expect([stderr, code]).toEqual(['', 0])
    for (const word of ['curve', 'plot', 'explain', 'diff', 'ndjson', 'iteration', 'dark'])
      expect(stdout).toContain(word)
  })

  test.runIf(has(shell))('is accepted by it', async () => {
    const { stdout } = await cli(['completion', shell])
    const script = file(`script.${shell}`, stdout)
    const { status, stderr } = spawnSync(shell, ['-n', script], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  })
})

test('another shell is wrong usage', async () => {
  const line = "command-argument value 'tcsh' is invalid for argument 'shell'. It must be bash, zsh or fish."
  expect(await cli(['completion', 'tcsh'])).toEqual(failure(2, line))
  expect(await cli(['completion'])).toEqual(failure(2, "missing required argument 'shell'"))
})

test('the help of each command has examples and the exit codes', async () => {
  for (const command of ['curve', 'plot', 'explain', 'diff', 'completion']) {
    const { stdout, stderr, code } = await cli([command, '--help'])
    expect([stderr, code]).toEqual(['', 0])
    expect(stdout).toMatch(/\nExamples:\n[\s\S]*scale-schedule /)
    expect(stdout).toContain('  4  diff, match: a wrong configuration, log or value\n')
  }
})
