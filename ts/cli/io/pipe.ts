/**
 * A named pipe that is written to. Neither opening nor writing it holds up a thread, which a signal could not end.
 */
import { constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { systemCode } from '../../node/system.js'

/** How often to look for a reader, in milliseconds. */
const LOOK_MS = 50

/** The writing end of a pipe. */
export interface PipeWriter {
  /** Resolves when the pipe has taken all. */
  write(chunk: string | Uint8Array): Promise<void>
  close(): void
}

/** Opens a pipe as soon as somebody reads it. */
export async function openPipe(file: string): Promise<PipeWriter> {
  const socket = new Socket({ fd: await whenRead(file), readable: false, writable: true })
  // Told by the write that fails.
  socket.on('error', () => {})
  return {
    write: (chunk) =>
      new Promise((resolve, reject) => {
        socket.write(chunk, (error) => (error ? reject(error) : resolve()))
      }),
    close: () => void socket.destroy(),
  }
}

async function whenRead(file: string): Promise<number> {
  for (;;) {
    try {
      return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK)
    } catch (error) {
      // Nobody reads it yet.
      if (systemCode(error) !== 'ENXIO') throw error
    }
    await wait(LOOK_MS)
  }
}
