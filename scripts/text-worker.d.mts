import type { Plugin } from 'vite'

/** Bundles the page's worker of texts as one file, with a build of the package. */
export function textWorker(bundler: string, dist: string): Plugin
