// The module's bytes as a TypeScript file: a text of one character a byte, which starts faster than base64 and, as the
// bytes keep their places, packs a quarter smaller.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** Writes `to` for the module `from`, unless it is of that module already. */
export function packWasm(from, to) {
  const bytes = readFileSync(from)
  const mark = `Made by the build from ${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`
  if (existsSync(to) && readFileSync(to, 'utf8').includes(mark)) return
  // Whole words, so that the mask can be taken off four bytes at a time.
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
  // A mask decides which bytes take one place in UTF-8, and which two or an escape; the one that packs best is taken.
  const texts = Array.from({ length: 256 }, (_, mask) => ({ mask, text: literal(padded, mask) }))
  const sizes = texts.map(({ text }) => gzipSync(text, { level: 9 }).length)
  const { mask, text } = texts[sizes.indexOf(Math.min(...sizes))]
  // The type of the text is given, or declarations would repeat it.
  const constants = { WASM_SIZE: bytes.length, WASM_MASK: mask, 'WASM_TEXT: string': text }
  const lines = Object.entries(constants).map(([name, value]) => `export const ${name} = ${value}`)
  writeFileSync(to, `/** The module's bytes. ${mark}. */\n${lines.join('\n')}\n`)
}

const ESCAPES = new Map([
  [0, '\\x00'],
  [10, '\\n'],
  [13, '\\r'],
  [39, "\\'"],
  [92, '\\\\'],
])

function literal(bytes, mask) {
  const characters = Array.from(bytes, (byte) => ESCAPES.get(byte ^ mask) ?? String.fromCharCode(byte ^ mask))
  return `'${characters.join('')}'`
}

/** The plugin of rolldown that takes back the escapes with which it writes the text, which pack worse than bytes. */
export const RAW_BYTES = {
  name: 'raw-bytes',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.name === 'bytes') file.code = file.code.replace(/\\(\\|x[\dA-F]{2}|[bfv])/g, raw)
    }
  },
}

const LETTERS = { b: 8, v: 11, f: 12 }

function raw(written, text) {
  if (text === '\\') return written
  const code = LETTERS[text] ?? Number.parseInt(text.slice(1), 16)
  return ESCAPES.has(code) ? written : String.fromCharCode(code)
}
