/** Wrong usage of `curve`, help and version. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cli, failure, MPT } from './command.js'

describe('wrong usage', () => {
  const INTEGER = (min: number) => `It must be an integer from ${min} to 2^53 - 1.`
  test.each<[string[], string]>([
    [[], "A command is needed; found none. Try 'scale-schedule --help'."],
    [['cruve'], "unknown command 'cruve' (Did you mean curve?)"],
    [
      ['curve'],
      "A schedule is a configuration or --scheduler; found neither. Give a file, '-', or --scheduler NAME --max-duration TIME.",
    ],
    [['curve', 'a', 'b'], "too many arguments for 'curve'. Expected 1 argument but got 2."],
    [['curve', 'a', '--frm', '1'], "unknown option '--frm' (Did you mean --from?)"],
    [['help', 'nope'], "unknown command 'nope'"],
    [['help', 'cruve'], "unknown command 'cruve' (Did you mean curve?)"],
    [['curve', 'a', '--at'], "option '--at <moments>' argument missing"],
    [['curve', 'a', '--at', '1', '--from', '2'], '--at names all batches itself; found --from as well. Leave one out.'],
    [
      ['curve', 'a', '--at', '1', '--stride', '2'],
      '--at names all batches itself; found --stride as well. Leave one out.',
    ],
    ...['1,,2', '', '5,'].map((at): [string[], string] => [
      ['curve', 'a', '--at', at],
      `option '--at <moments>' argument '${at}' is invalid. It must be a batch, or a time with its unit.`,
    ]),
    [['curve', 'a', '--at', '5,-1ba'], "option '--at <moments>' argument '5,-1ba' is invalid. It must be at least 0."],
    ...['x.feather', 'x.txt', 'x.csv.gz', 'folder.d/x.CSVX'].map((output): [string[], string] => [
      ['curve', MPT, '-o', output],
      `Values are written as .csv, .json, .ndjson or .parquet; found ${output}. Use a name with one of these at its end, or give --format.`,
    ]),
    [['curve', 'a', '--from', '-1'], `option '--from <batch>' argument '-1' is invalid. ${INTEGER(0)}`],
    [['curve', 'a', '--count', '1.5'], `option '--count <rows>' argument '1.5' is invalid. ${INTEGER(0)}`],
    [['curve', 'a', '--count', '1e99'], `option '--count <rows>' argument '1e99' is invalid. ${INTEGER(0)}`],
    [['curve', 'a', '--stride', '0'], `option '--stride <batches>' argument '0' is invalid. ${INTEGER(1)}`],
    [
      ['curve', 'a', '--dataloader-len', '0x10'],
      `option '--dataloader-len <batches>' argument '0x10' is invalid. ${INTEGER(1)}`,
    ],
    [['curve', 'a', '--ssr', '0'], "option '--ssr <ratio>' argument '0' is invalid. It must be a number above 0."],
    [
      ['curve', 'a', '--ssr', 'half'],
      "option '--ssr <ratio>' argument 'half' is invalid. It must be a number above 0.",
    ],
    [
      ['curve', 'a', '--format', 'xml'],
      "option '--format <format>' argument 'xml' is invalid. It must be csv, json, ndjson or parquet.",
    ],
    [
      ['curve', MPT, '--from', '9e15', '--stride', '9e15', '--count', '2'],
      'The last batch must be below 2^53; found one beyond. Use a smaller --from, --count or --stride.',
    ],
  ])('%j', async (args, line) => {
    expect(await cli(args)).toEqual(failure(2, line))
  })

  const LONG = 100_000
  test.each<[string, string[]]>([
    ['an option', ['curve', 'a', '--at', '1ba,x'.repeat(LONG / 5)]],
    ['a number', ['plot', 'a', '--ssr', `${'9'.repeat(LONG)}ba`]],
    ['an option in one word', ['explain', 'a', `--at=${'x'.repeat(LONG)}`]],
    ['an option that there is not', ['diff', 'a', 'b', `--${'x'.repeat(LONG)}`]],
    ['a command', ['x'.repeat(LONG)]],
    ['a name of a file', ['curve', 'x'.repeat(LONG)]],
    ['an output', ['plot', 'a', '-o', 'x'.repeat(LONG)]],
    ['a folder', ['search', 'a\nb/'.repeat(LONG / 4)]],
    ['a choice', ['sweep', 'a', '--format', 'x'.repeat(LONG)]],
  ])('of any length is told in a short line: %s', async (_, args) => {
    const { code, stdout, stderr } = await cli(args)
    expect([code! > 1, stdout]).toEqual([true, ''])
    expect(stderr).toMatch(/^scale-schedule: .{10,900}\n$/)
  })

  test('help and version are none', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await cli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    for (const args of [['--help'], ['curve', '--help'], ['help', 'curve'], ['help'], ['help', 'help'], ['-h']]) {
      const { code, stdout, stderr } = await cli(args)
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toContain('Exit codes:\n  0  done')
    }
    expect((await cli(['curve', '--help'])).stdout).toContain(
      'scale-schedule curve mpt-7b.yaml --at 0,50,0.5dur --format json',
    )
  })
})
