/**
 * A completion script for fish.
 */
import { quotedForFish as quoted } from './quote.js'
import type { CompletedCommand, CompletedOption, CompletedProgram, Value } from './tree.js'

/** The script. */
export function fishScript({ name, options, commands }: CompletedProgram): string {
  const all = commands.map((command) => command.name).join(' ')
  const none = quoted(`not __fish_seen_subcommand_from ${all}`)
  const complete = `complete -c ${name}`
  const lines = [
    `# fish completion of ${name}`,
    `#   ${name} completion fish > ~/.config/fish/completions/${name}.fish      from the next shell on`,
    `#   ${name} completion fish | source        here and now`,
    `${complete} -f`,
    ...options.map((option) => `${complete} -n ${none}${optionOf(option)}`),
    ...commands.flatMap((command) => [
      `${complete} -n ${none} -a ${quoted(command.name)} -d ${quoted(command.description)}`,
      ...commandLines(command, complete),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

function commandLines({ name, options, argument }: CompletedCommand, complete: string): string[] {
  const within = `${complete} -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`
  const lines = options.map((option) => `${within}${optionOf(option)}`)
  return argument === null ? lines : [...lines, `${within}${candidates(argument)}`]
}

function optionOf({ short, long, description, value }: CompletedOption): string {
  const flags = `${short === undefined ? '' : ` -s ${short.slice(1)}`}${long === undefined ? '' : ` -l ${long.slice(2)}`}`
  return `${flags}${value === null ? '' : ` -r${candidates(value)}`} -d ${quoted(description)}`
}

const candidates = (value: Value): string =>
  value.kind === 'words' ? ` -f -a ${quoted(value.words.join(' '))}` : value.kind === 'file' ? ' -F' : ' -f'
