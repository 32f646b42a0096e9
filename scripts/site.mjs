// `npm run site`: builds one static site into .build/site: the guides of docs/, the API reference, a gallery of all
// schedulers, and the playground. Nothing in it comes from elsewhere, so that any server of files can have it.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { writeGallery } from './site/gallery.mjs'
import { writeGuides } from './site/guides.mjs'
import { writeReference } from './site/reference.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Builds the site into a folder, and the package before it where there is none. */
export async function buildSite(out = path.join(ROOT, '.build/site')) {
  const dist = process.env.SCALE_SCHEDULE_DIST ?? path.join(ROOT, 'dist')
  rmSync(out, { recursive: true, force: true })
  // Loaded only now: on a fresh clone what it needs has just been installed.
  const { buildPlayground } = await import('./playground.mjs')
  if (!(await buildPlayground(path.join(out, 'playground'))))
    throw new Error('The package could not be built; its messages are above.')
  const { Marked } = await import('marked')
  const write = (file, text) => {
    const place = path.join(out, file)
    mkdirSync(path.dirname(place), { recursive: true })
    writeFileSync(place, text)
  }
  const load = (name) => import(pathToFileURL(path.join(dist, name)).href)
  copyFileSync(path.join(ROOT, 'scripts/site/style.css'), path.join(out, 'site.css'))
  const guides = writeGuides({ root: ROOT, out, Marked, write })
  await writeGallery({ root: ROOT, write, load, guides })
  await writeReference({ root: ROOT, Marked, write })
  return out
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureDependencies()
  const out = await buildSite()
  console.log(`The site is in ${path.relative(process.cwd(), out) || '.'}: any server of files can serve it`)
}
