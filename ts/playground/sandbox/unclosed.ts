/**
 * What the brackets and quotes of code lack, in words with the line: a parser tells only what it met instead. Looked at once
 * the parser has refused the code.
 */

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
// After one of these a slash begins a regular expression.
const BEFORE_PATTERN = /(?:^|[([{,;:=!&|?+\-*%^~<>]|\b(?:return|typeof|case|in|of|void))\s*$/

/** A bracket or a template that is open, and its line. */
interface Open {
  readonly sign: string
  readonly line: number
}

/** What is open at the end, or closed without being open; null where brackets and quotes are in order. */
export function unclosedIn(code: string): string | null {
  const open: Open[] = []
  let [at, line] = [0, 1]
  const opened = (sign: string, from = line) => `the ${sign} of line ${from} is never closed`
  /** Goes on past an end; whether there is one. */
  const past = (end: RegExp): boolean => {
    end.lastIndex = at
    const found = end.exec(code)
    const until = found === null ? code.length : end.lastIndex
    line += code.slice(at, until).split('\n').length - 1
    at = until
    return found !== null
  }
  while (at < code.length) {
    const sign = code[at]!
    const from = line
    const top = open.at(-1)
    if (top?.sign === '`') {
      // In a template up to its end, or to an expression in it.
      if (!past(/(?:\\[\s\S]|\$(?!\{)|[^\\`$])*(?:`|\$\{)/y)) return opened('`', top.line)
      if (code[at - 1] === '`') open.pop()
      else open.push({ sign: '{', line })
      continue
    }
    at++
    if (sign === '\n') line++
    else if (sign === '"' || sign === "'") {
      if (!past(sign === '"' ? /(?:\\[\s\S]|[^\\"\n])*"/y : /(?:\\[\s\S]|[^\\'\n])*'/y)) return opened(sign, from)
    } else if (sign === '`' || sign in CLOSERS) open.push({ sign, line })
    else if (sign === '/' && code[at] === '/') past(/[^\n]*/y)
    else if (sign === '/' && code[at] === '*') {
      if (!past(/\*[\s\S]*?\*\//y)) return opened('/*', from)
    } else if (sign === '/' && BEFORE_PATTERN.test(code.slice(Math.max(0, at - 40), at - 1))) {
      if (!past(/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//y)) return opened('/', from)
    } else if (sign === ')' || sign === ']' || sign === '}') {
      if (top === undefined) return `the ${sign} of line ${line} closes nothing`
      if (CLOSERS[top.sign] !== sign)
        return `the ${top.sign} of line ${top.line} is closed by the ${sign} of line ${line}`
      open.pop()
    }
  }
  const [last] = open.slice(-1)
  return last === undefined ? null : opened(last.sign, last.line)
}
