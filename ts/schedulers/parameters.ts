/**
 * Whether a function has a second parameter, told from its `length` and its source text. Calls nothing.
 */

/** Any function; only its text and length are looked at. */
type AnyFunction = (...args: never[]) => unknown

const sourceOf = (f: AnyFunction): string => Function.prototype.toString.call(f)

/** Whether a function is a class, which can't be called: its prototype property, and only a class's, is read-only. */
export function isClass(f: AnyFunction): boolean {
  const prototype = Object.getOwnPropertyDescriptor(f, 'prototype')
  return prototype?.writable === false && /^class\b/.test(sourceOf(f))
}

/**
 * Whether a function has a second parameter, or may have one: `length` counts only those before the first default, so
 * the source text decides where it is below 2; without a source text (bound, native) a function is taken to have one.
 */
export function takesRatio(f: AnyFunction): boolean {
  if (f.length >= 2) return true
  const source = sourceOf(f)
  return /\{\s*\[native code\]\s*\}\s*$/.test(source) || hasSecondParameter(source)
}

/** Reads a function's source up to where its parameter list is decided: a comma or dots at its top level, or its end. */
function hasSecondParameter(source: string): boolean {
  let at = 0
  // Up to the list: a name, perhaps a computed one in brackets, of which nothing counts.
  while (source[at] !== '(') {
    // `state => …` has no list, and one parameter.
    if (at >= source.length || source.startsWith('=>', at)) return false
    at = source[at] === '[' ? skipGroup(source, at) : skipLiteral(source, at, '') || at + 1
  }
  let before = '('
  let comma = false
  for (at += 1; at < source.length && source[at] !== ')'; ) {
    const char = source[at]!
    if (char === ',') comma = true
    // A comma counts once something but a comment follows it: a trailing one adds no parameter.
    else if (comma && !/\s/.test(char) && !/^\/[/*]/.test(source.slice(at, at + 2))) return true
    if (source.startsWith('...', at)) return true
    at = skip(source, at, before)
    if (/\S/.test(char)) before = char
  }
  return false
}

/** The place after whatever starts here: a literal, a group in brackets, or one character. */
function skip(source: string, at: number, before: string): number {
  return skipLiteral(source, at, before) || (/[([{]/.test(source[at]!) ? skipGroup(source, at) : at + 1)
}

/** The place after the bracket that closes the one here. */
function skipGroup(source: string, from: number): number {
  let before = source[from]!
  let at = from + 1
  while (at < source.length && !/[)\]}]/.test(source[at]!)) {
    const char = source[at]!
    at = skip(source, at, before)
    if (/\S/.test(char)) before = char
  }
  return at + 1
}

const STRINGS = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/y
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[\n])+\/[a-z]*/y
// After a value a slash divides; after anything else it starts a regular expression.
const ENDS_VALUE = /[\w$)\]}'"`]/

/** The place after the string, template, comment or regular expression that starts here, or 0 if none does. */
function skipLiteral(source: string, at: number, before: string): number {
  if (source[at] === '`') return skipTemplate(source, at)
  STRINGS.lastIndex = at
  if (STRINGS.test(source)) return STRINGS.lastIndex
  REGEX.lastIndex = at
  return !ENDS_VALUE.test(before) && REGEX.test(source) ? REGEX.lastIndex : 0
}

function skipTemplate(source: string, from: number): number {
  let at = from + 1
  while (at < source.length && source[at] !== '`') {
    if (source[at] === '\\') at += 2
    else at = source.startsWith('${', at) ? skipGroup(source, at + 1) : at + 1
  }
  return at + 1
}
