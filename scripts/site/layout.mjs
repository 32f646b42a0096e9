// The frame of every page of the site: its head, the way to the other parts, and where a link leads from a page's place.
import path from 'node:path'

/** Text as HTML shows it. */
export const escapeHtml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The address of a file of the site as a page of it has it. */
export function relative(page, target) {
  const [file, anchor] = target.split('#')
  const found = path.posix.relative(path.posix.dirname(page), file) || path.posix.basename(file)
  return anchor === undefined ? found : `${found}#${anchor}`
}

/** An anchor as GitHub makes it of a heading's text. */
export const slugOf = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

const PARTS = [
  ['playground/index.html', 'Playground'],
  ['docs/index.html', 'Guides'],
  ['gallery.html', 'Gallery'],
  ['api/index.html', 'API'],
]

// The style is the site's own file, pictures too; there is no script.
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%230b5c92'/%3E%3Cpath d='M5 25 9 8c9 0 9 15 18 15' fill='none' stroke='%23fff' stroke-width='3' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E"

/**
 * A page.
 *
 * @param file - its place in the site
 * @param title - of the window
 * @param main - what stands in it, as HTML
 * @param contents - headings of it, as [anchor, text]; none for a page without a list of them
 */
export function pageOf({ file, title, main, contents = [] }) {
  const part = PARTS.find(([target]) => {
    const folder = path.posix.dirname(target)
    return folder === '.' ? file === target : file.startsWith(`${folder}/`)
  })
  const links = PARTS.map(
    ([target, label]) =>
      `<a href="${relative(file, target)}"${target === part?.[0] ? ' aria-current="true"' : ''}>${label}</a>`,
  )
  const list = contents.map(([anchor, text]) => `<li><a href="#${anchor}">${escapeHtml(text)}</a></li>`)
  const aside =
    list.length < 2
      ? ''
      : `<nav class="contents" aria-label="On this page"><details><summary>On this page</summary><ul>${list.join('')}</ul></details></nav>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" type="image/svg+xml" href="${ICON}">
<link rel="stylesheet" href="${relative(file, 'site.css')}">
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header><a class="home" href="${relative(file, 'index.html')}">Scale Schedule</a><nav aria-label="The site">${links.join('')}</nav></header>
<div class="frame">
<main id="content" tabindex="-1">
${main}
</main>
${aside}
</div>
<footer>Composer’s learning-rate schedules, the same bits everywhere</footer>
</body>
</html>
`
}
