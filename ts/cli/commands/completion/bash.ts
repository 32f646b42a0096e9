/**
 * A completion script for bash, of version 3.2 on.
 */
import { quoted } from './quote.js'
import type { CompletedCommand, CompletedOption, CompletedProgram, Value } from './tree.js'

/** The script. */
export function bashScript({ name, options, commands }: CompletedProgram): string {
  const f = `_${name.replace(/\W/g, '_')}`
  return `# bash completion of ${name}
#   eval "$(${name} completion bash)"        here and now; in ~/.bashrc from then on
${f}() {
  local cur prev command= i
  COMPREPLY=()
  cur=\${COMP_WORDS[COMP_CWORD]}
  prev=\${COMP_WORDS[COMP_CWORD - 1]}
  # bash takes --option=value for three words.
  if [ "$cur" = = ]; then
    cur=
  elif [ "$prev" = = ]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      -*) ;;
      *)
        command=\${COMP_WORDS[i]}
        break
        ;;
    esac
  done
  case $command in
    '')
      ${words([...flagsOf(options), ...commands.map((command) => command.name)])}
      ;;
${commands.map((command) => caseOf(command, f)).join('')}  esac
}
${f}_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$cur"))
}
complete -F ${f} ${name}
`
}

const flagsOf = (options: readonly CompletedOption[]): string[] =>
  options.flatMap(({ short, long }) => [short, long]).filter((flag) => flag !== undefined)

const words = (list: readonly string[]): string => `COMPREPLY=($(compgen -W ${quoted(list.join(' '))} -- "$cur"))`

function reply(value: Value, f: string): string {
  if (value.kind === 'words') return words(value.words)
  return value.kind === 'file' ? `${f}_files` : ':'
}

function caseOf({ name, options, argument }: CompletedCommand, f: string): string {
  const valued = options.flatMap(({ short, long, value }) =>
    value === null
      ? []
      : [`        ${flagsOf([{ short, long, value, description: '' }]).join(' | ')}) ${reply(value, f)} ;;\n`],
  )
  const other = argument === null ? ':' : reply(argument, f)
  return `    ${quoted(name)})
      case $prev in
${valued.join('')}        *)
          case $cur in
            -*) ${words(flagsOf(options))} ;;
            *) ${other} ;;
          esac
          ;;
      esac
      ;;
`
}
