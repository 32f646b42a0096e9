/**
 * Commands and options as a completion script needs them, read from commander's own tree.
 */
import type { Command, Option } from 'commander'
import { presetNames } from '../../../presets/all.js'
import { shortNames } from '../../../schedulers/names.js'

/** What may stand in a place: one of some words, a file, or something that can't be foretold. */
export type Value = { readonly kind: 'words'; readonly words: readonly string[] } | { readonly kind: 'file' | 'other' }

/** An option of a command. */
export interface CompletedOption {
  readonly short: string | undefined
  readonly long: string | undefined
  readonly description: string
  /** Null where it takes no value. */
  readonly value: Value | null
}

/** A command. */
export interface CompletedCommand {
  readonly name: string
  readonly description: string
  readonly options: readonly CompletedOption[]
  /** What its arguments may be; null where it takes none. */
  readonly argument: Value | null
}

/** The program. */
export interface CompletedProgram {
  readonly name: string
  readonly options: readonly CompletedOption[]
  readonly commands: readonly CompletedCommand[]
}

/** Reads a program; what `--help` hides is left out. */
export function readTree(program: Command): CompletedProgram {
  const commands = program.createHelp().visibleCommands(program)
  const names = commands.map((command) => command.name())
  return {
    name: program.name(),
    options: optionsOf(program),
    commands: commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: optionsOf(command),
      // The command that commander adds takes the name of another one.
      argument: command.name() === 'help' ? { kind: 'words', words: names } : argumentOf(command),
    })),
  }
}

const optionsOf = (command: Command): CompletedOption[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      short: option.short,
      long: option.long,
      description: option.description,
      value: valueTaken(option),
    }))

function valueTaken(option: Option): Value | null {
  if (!option.required && !option.optional) return null
  if (option.argChoices !== undefined) return { kind: 'words', words: option.argChoices }
  if (option.flags.includes('<scheduler>')) return { kind: 'words', words: shortNames() }
  if (option.flags.includes('<preset>')) return { kind: 'words', words: presetNames() }
  return { kind: /<(file|folder|path|config)>/.test(option.flags) ? 'file' : 'other' }
}

function argumentOf(command: Command): Value | null {
  const [first] = command.registeredArguments
  if (first === undefined) return null
  return first.argChoices === undefined ? { kind: 'file' } : { kind: 'words', words: first.argChoices }
}
