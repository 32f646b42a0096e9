/**
 * A completion script for zsh.
 */
import { quoted } from './quote.js'
import type { CompletedCommand, CompletedOption, CompletedProgram, Value } from './tree.js'

/** The script. */
export function zshScript({ name, options, commands }: CompletedProgram): string {
  const f = `_${name.replace(/\W/g, '_')}`
  const described = commands.map((command) => `    ${quoted(`${command.name}:${command.description}`)}`)
  return `#compdef ${name}
# zsh completion of ${name}
#   ${name} completion zsh > "\${fpath[1]}/_${name}"      from the next shell on
#   eval "$(${name} completion zsh)"        here and now, after compinit
${f}() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands
  commands=(
${described.join('\n')}
  )
  _arguments -C \\
${options.map((option) => `    ${specOf(option)} \\\n`).join('')}    '1: :->command' \\
    '*:: :->arguments'
  case $state in
    command) _describe -t commands command commands ;;
    arguments)
      case $words[1] in
${commands.map(caseOf).join('')}      esac
      ;;
  esac
}
if [ "$funcstack[1]" = ${quoted(f)} ] || [ "$funcstack[1]" = ${quoted(`_${name}`)} ]; then
  ${f} "$@"
else
  compdef ${f} ${name}
fi
`
}

const action = (value: Value): string =>
  value.kind === 'words' ? `(${value.words.join(' ')})` : value.kind === 'file' ? '_files' : ' '

// Within a specification, these end a part.
const plain = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&')

/** An option for _arguments: \`{-o,--output}'[description]:value:_files'\`. */
function specOf({ short, long, description, value }: CompletedOption): string {
  // With these signs a value may follow at once as well: -oFILE, --output=FILE.
  const [near, equals] = value === null ? ['', ''] : ['+', '=']
  const flags = [short && short + near, long && long + equals].filter((flag) => flag !== undefined)
  const text = quoted(`[${plain(description)}]${value === null ? '' : `:value:${action(value)}`}`)
  // May be given several times: zsh leaves it to the command to say what that means.
  return flags.length === 1 ? `'*'${flags[0]}${text}` : `'*'{${flags.join(',')}}${text}`
}

function caseOf({ name, options, argument }: CompletedCommand): string {
  const specs = options.map((option) => ` \\\n            ${specOf(option)}`)
  const rest = argument === null ? '' : ` \\\n            ${quoted(`*: :${action(argument)}`)}`
  return `        ${quoted(name)})
          _arguments${specs.join('')}${rest}
          ;;
`
}
