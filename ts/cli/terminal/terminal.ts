/**
 * What the terminal can show, and a line of progress on it.
 */
import type { Terminal } from '../../plot/terminal/terminal.js'

type Variables = Readonly<Record<string, string | undefined>>

/**
 * The terminal behind a stream, or what a file made of it should hold: 80 columns, no colour.
 *
 * @param width - in place of the terminal's own
 */
export function terminalOf(
  stream: { isTTY?: boolean; columns?: number },
  env: Variables = process.env,
  width?: number,
): Terminal {
  const isTTY = stream.isTTY === true
  const wanted = isTTY ? stream.columns : undefined
  return {
    width: width ?? Math.max(40, Math.min(200, wanted || 80)),
    unicode: isUnicode(env),
    colour: isTTY && !env.NO_COLOR && env.TERM !== 'dumb',
  }
}

function isUnicode(env: Variables): boolean {
  if (env.NO_UNICODE || env.TERM === 'linux') return false
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  // Without a locale, as in containers, nearly every terminal of today shows UTF-8.
  return locale === undefined || locale === '' || /utf-?8/i.test(locale)
}

/** Shows how far a long work is, a few times a second; nothing where standard error is no terminal. */
export function makeProgress(total: number, isShown = process.stderr.isTTY === true, what = 'rows') {
  let last = Date.now()
  let written = false
  const put = (text: string) => process.stderr.write(`\r${text}\u001B[K`)
  return {
    update(done: number): void {
      if (!isShown || Date.now() - last < 200) return
      last = Date.now()
      written = true
      put(`${Math.floor((100 * done) / total)}% of ${total} ${what}`)
    },
    clear(): void {
      if (written) put('')
      written = false
    },
  }
}
