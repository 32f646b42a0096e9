/**
 * The seam to the WebAssembly of tables: instances of the module, which is read and compiled on first use.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SchedulerError } from '../../../errors/error.js'
import { systemCode } from '../../../node/system.js'
import type { InitOutput } from './generated/tables.js'

/** An instance: what it exports, and its memory. */
export type Tables = Omit<InitOutput, '__wbindgen_externrefs' | '__wbindgen_start'>

// Beside this file, or where the build puts it, beside a chunk or an entry.
const PLACES = ['./generated/tables_bg.wasm', '../sweep/tables.wasm', './tables.wasm']
// An instance keeps the memory it once had; those that wait serve the next files.
const MOST_IDLE = 2

let module: WebAssembly.Module | undefined
const idle: Tables[] = []

/**
 * An instance that makes no file.
 *
 * @throws SchedulerError 'wasm-load' where the file is missing, or memory for it; an error of the system where too many
 * files are open
 */
export function acquire(): Tables {
  const waiting = idle.pop()
  if (waiting !== undefined) return waiting
  try {
    module ??= new WebAssembly.Module(readFileSync(moduleFile()))
    // What wasm-bindgen fills a table with that no export here uses.
    const imports = { './tables_bg.js': { __wbindgen_init_externref_table: () => {} } }
    return new WebAssembly.Instance(module, imports).exports as unknown as Tables
  } catch (cause) {
    if (systemCode(cause) === 'EMFILE' || systemCode(cause) === 'ENFILE') throw cause
    const cure = 'Install scale-schedule again, and keep its files together; or free some memory.'
    throw new SchedulerError('wasm-load', { found: String(cause), cure }, { cause })
  }
}

/** Lets an instance make other files; its own file has to be finished. */
export function release(tables: Tables): void {
  if (idle.length < MOST_IDLE) idle.push(tables)
}

function moduleFile(): string {
  const places = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return places.find((place) => existsSync(place)) ?? places[0]!
}
