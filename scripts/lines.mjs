// Line breaks in minified code: one before each statement, member, property and item of a long list, so that what Node prints of an uncaught
// error is the line that threw it and not the whole file. Breaks there never change what the code means.

/** The plugin of rolldown that breaks the lines of every chunk. */
export const LINE_BREAKS = {
  name: 'line-breaks',
  async generateBundle(_, bundle) {
    // Loaded only now: on a fresh clone it has just been installed.
    const { parseAst } = await import('rolldown/parseAst')
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = breakLines(file.code, parseAst)
    }
  },
}

function breakLines(code, parseAst) {
  const places = new Set()
  collect(parseAst(code), places)
  let broken = ''
  let from = 0
  for (const place of [...places].sort((a, b) => a - b)) {
    if (code[place - 1] === '\n') continue
    broken += `${code.slice(from, place)}\n`
    from = place
  }
  return broken + code.slice(from)
}

/** Lists that are longer have their items on lines of their own. */
const LONG = 1000

/** The places before which a line may end: what stands in these lists follows a brace, a semicolon or a comma. */
function collect(node, places) {
  if (Array.isArray(node)) for (const each of node) collect(each, places)
  else if (typeof node === 'object' && node !== null) {
    const { type, body, consequent, properties, expressions } = node
    if (type === 'Program' || type === 'BlockStatement' || type === 'ClassBody') add(body, places)
    else if (type === 'SwitchCase') add(consequent, places)
    else if (type === 'ObjectExpression') add(properties, places)
    else if (type === 'ArrayExpression' && node.end - node.start > LONG) add(node.elements.filter(Boolean), places)
    else if (type === 'SequenceExpression') add(expressions.slice(1), places)
    else if (type === 'ThrowStatement') add([node], places)
    for (const value of Object.values(node)) if (typeof value === 'object') collect(value, places)
  }
}

function add(nodes, places) {
  for (const { start } of nodes) places.add(start)
}
