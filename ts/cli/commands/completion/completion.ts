/**
 * `scale-schedule completion`: a script that makes a shell complete commands, options and their values.
 *
 * Not by @bomb.sh/tab (0.0.22), which completes no names of files, and starts the program at each press of Tab.
 */
import { Argument, type Command, InvalidArgumentError } from 'commander'
import { writeTo } from '../../io/output.js'
import { bashScript } from './bash.js'
import { fishScript } from './fish.js'
import { type CompletedProgram, readTree } from './tree.js'
import { zshScript } from './zsh.js'

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const

/** The shells. */
const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[]

const EXAMPLES = `
Examples:
  eval "$(scale-schedule completion bash)"        in ~/.bashrc
  eval "$(scale-schedule completion zsh)"         in ~/.zshrc, after compinit
  scale-schedule completion fish > ~/.config/fish/completions/scale-schedule.fish

A shell completes a command by its name: install the package with npm install -g, or put node_modules/.bin in PATH.
`

/** Adds the command. */
export function addCompletion(program: Command): void {
  const shell = new Argument('<shell>', 'the shell').choices(SHELLS).argParser((text) => {
    if (Object.hasOwn(SCRIPTS, text)) return text
    throw new InvalidArgumentError('It must be bash, zsh or fish.')
  })
  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(shell)
    .addHelpText('after', EXAMPLES)
    .action((name: keyof typeof SCRIPTS) => writeTo(process.stdout, scriptOf(name, readTree(program))))
}

/** The script of a shell. */
const scriptOf = (shell: keyof typeof SCRIPTS, program: CompletedProgram): string => SCRIPTS[shell](program)
