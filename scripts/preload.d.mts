import type { Plugin } from 'vite'

/** Adds links for the files of the worker that evaluates, and for the core's module. */
export function preloadWorker(): Plugin
