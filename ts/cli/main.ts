#!/usr/bin/env node
/**
 * The command: loads the command line, and tells in one line why it can't be loaded. Imports nothing that could fail.
 */

const CURES: { readonly [code: string]: string } = {
  EMFILE: 'Raise the limit of open files (ulimit -n).',
  ENFILE: 'The system has too many open files; close some.',
  ERR_MODULE_NOT_FOUND: 'Install it again: npm install scale-schedule.',
}

try {
  await import('./program.js')
} catch (error) {
  const { code = '', message } = error as { code?: string; message: string }
  const found = message.replace(/\s+/g, ' ')
  process.stderr.write(`scale-schedule: Cannot load its own files: ${found}. ${CURES[code] ?? ''}`.trimEnd())
  process.stderr.write('\n')
  process.exitCode = 3
}
