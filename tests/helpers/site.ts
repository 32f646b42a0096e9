/** A static site in a folder: what is wrong with its links, and what it asks others for. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The files of a site by their places. */
export function filesOf(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const isText = /\.(html|css|svg)$/.test(entry.name)
      return [path.relative(folder, file).replaceAll(path.sep, '/'), isText ? readFileSync(file, 'utf8') : '']
    }),
  )
}

const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** What a page names: where its links lead, and what it loads. */
export function namesOf(html: string): { links: string[]; loaded: string[] } {
  const links: string[] = []
  const loaded: string[] = []
  for (const [tag, name] of html.matchAll(/<([a-z]+)\s[^>]*>/g)) {
    for (const [, key, value] of tag.matchAll(/\b(href|src|srcset|data|action)="([^"]*)"/g)) {
      ;(name === 'a' && key === 'href' ? links : loaded).push(unescaped(value!))
    }
  }
  return { links, loaded }
}

const isOutside = (name: string) => /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(name)

/** Links and files of the site that lead nowhere in it, as `page: link`. */
export function brokenLinks(files: ReadonlyMap<string, string>): string[] {
  const pages = [...files].filter(([file]) => file.endsWith('.html'))
  const anchors = new Map(
    pages.map(([file, html]) => [file, new Set([...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => unescaped(id!)))]),
  )
  return pages.flatMap(([page, html]) => {
    const { links, loaded } = namesOf(html)
    const isBroken = (name: string) => {
      if (isOutside(name)) return false
      const [target = '', anchor] = name.split('#')
      const file = target === '' ? page : path.posix.join(path.posix.dirname(page), decodeURIComponent(target))
      if (!files.has(file)) return true
      // Behind the hash of the playground stands its state.
      const isState = /^v\d+\./.test(anchor ?? '')
      return anchor !== undefined && !isState && anchors.get(file)?.has(decodeURIComponent(anchor)) !== true
    }
    return [...links, ...loaded].filter(isBroken).map((name) => `${page}: ${name}`)
  })
}

/** What the files load from elsewhere, as `file: name`. */
export function loadedFromElsewhere(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) => {
    const names = file.endsWith('.css')
      ? [...text.matchAll(/url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)/g)].map(
          ([, url, imported]) => (url ?? imported)!,
        )
      : file.endsWith('.html')
        ? namesOf(text).loaded
        : [...text.matchAll(/\b(?:xlink:href|href|src)="([^"#][^"]*)"/g)].map(([, name]) => name!)
    return names.filter((name) => isOutside(name) && !name.startsWith('data:')).map((name) => `${file}: ${name}`)
  })
}
