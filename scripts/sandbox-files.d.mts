import type { Plugin } from 'vite'

/** Emits the two files of the sandbox, of a folder of sources and a build of the package. */
export function sandboxFiles(places: { folder: string; dist: string }): Plugin
