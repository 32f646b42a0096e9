/**
 * How large the text of a configuration or a specification may be: what is larger is refused before it is parsed.
 */
import { Lexer } from 'yaml'
import { ConfigError } from './errors.js'

const MIB = 2 ** 20

/** The most bytes of a text, which only JSON may have. */
export const MOST_BYTES = 8 * MIB
/** The most bytes of YAML. */
export const MOST_YAML_BYTES = 2 * MIB
/**
 * The most tokens of YAML: signs, spaces, values and ends of lines, some seven for a key with its value. A token may cost
 * the parser close to 1 kB.
 */
export const MOST_TOKENS = 300_000

/** @throws ConfigError for what is too long for any text */
export function checkJson(text: string, file: string): void {
  refuseLonger(text, MOST_BYTES, file, 'A configuration has', 'Check that it is one.')
}

/** @throws ConfigError for what is too much for YAML */
export function checkYaml(text: string, file: string): void {
  refuseLonger(text, MOST_YAML_BYTES, file, 'YAML has', `Write it as JSON, of which ${MOST_BYTES / MIB} MiB are read.`)
  let tokens = 0
  for (const _ of new Lexer().lex(text)) {
    if (++tokens > MOST_TOKENS) {
      const rule = `YAML has at most ${MOST_TOKENS} tokens, some seven for each key with its value`
      throw new ConfigError(file, [], `${rule}; found more. Write it as JSON.`)
    }
  }
}

function refuseLonger(text: string, most: number, file: string, what: string, cure: string): void {
  // A character has at most three bytes for each unit of UTF-16.
  if (text.length * 3 <= most) return
  const bytes = new TextEncoder().encode(text).length
  if (bytes <= most) return
  throw new ConfigError(file, [], `${what} at most ${most / MIB} MiB; found ${(bytes / MIB).toFixed(2)} MiB. ${cure}`)
}
