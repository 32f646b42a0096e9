// Markdown as HTML of the site: headings with anchors, links that lead to its own files.
import { escapeHtml, slugOf } from './layout.mjs'

/**
 * A text as HTML, with its headings.
 *
 * @param Marked - the class of the package marked
 * @param resolve - the address for a link or a picture of the text
 */
export function htmlOf(Marked, text, resolve) {
  const headings = []
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer).replace(/<[^>]+>/g, '')
        const anchor = slugOf(unescaped(plain))
        headings.push({ depth, anchor, text: unescaped(plain) })
        return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, title, tokens }) {
        const named = title ? ` title="${escapeHtml(title)}"` : ''
        return `<a href="${escapeHtml(resolve(href))}"${named}>${this.parser.parseInline(tokens)}</a>`
      },
      image: ({ href, text: alt }) => `<img src="${escapeHtml(resolve(href))}" alt="${escapeHtml(alt)}">`,
      // What is too wide can be moved by the keyboard too.
      code: ({ text: code }) => `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre>\n`,
      table(token) {
        const cell =
          (kind) =>
          ({ tokens }) =>
            `<${kind}>${this.parser.parseInline(tokens)}</${kind}>`
        const head = token.header.map(cell('th')).join('')
        const rows = token.rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`).join('\n')
        return `<div class="table" tabindex="0"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>${rows}</tbody></table></div>\n`
      },
    },
  })
  return { html: marked.parse(text), headings }
}

const unescaped = (text) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
