/**
 * SVG as text: elements, attributes and escaped text. Knows no chart.
 */

/** A piece of XML that is escaped already. */
export type Xml = string & { readonly xml: unique symbol }

/** What an attribute may be; undefined leaves it out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

// XML has no other control characters, not even escaped, and no half of a pair of surrogates.
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Any text as XML that shows just this text. */
export const escapeXml = (text: string): Xml =>
  text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!) as Xml

/** A coordinate: hundredths of a pixel are finer than any screen. */
export const rounded = (value: number): string => {
  const text = String(Math.round(value * 100) / 100)
  return text === '-0' ? '0' : text
}

/** An element; children that are text are to be escaped before. */
export function element(name: string, attributes: Attributes, ...children: readonly Xml[]): Xml {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escapeXml(value!)}"`)
    .join('')
  if (children.length === 0) return `<${name}${list}/>` as Xml
  // Elements stand on lines of their own; text has nothing around it, as white space would show.
  const inner = children.map((child) => (child.startsWith('<') ? `\n${child}` : child)).join('')
  return `<${name}${list}>${inner}</${name}>` as Xml
}
