#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { run } from './run.ts'
import { selectStore } from './select-store.ts'
import type { Input, Terminal } from './world.ts'

/**
 * After an interruption, whatever still runs has this long to end well, in ms. A refresh that was sent has 30 s: killed
 * before its answer is written, it would lose the sign-in.
 */
const grace = 35_000

const interruption = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  // Once: a second Ctrl-C ends the process as it always does.
  process.once(name, () => {
    interruption.abort(new Error(`Interrupted by ${name}.`))
    setTimeout(() => process.exit(), grace).unref()
  })
}

process.exitCode = await run({
  argv: process.argv.slice(2),
  version: version(),
  stdin: input(),
  stdout: terminal(process.stdout),
  stderr: terminal(process.stderr),
  env: process.env,
  signal: interruption.signal,
  now: Date.now,
  selectStore,
})

function version(): string {
  // One level up, from the source as from the bundle.
  const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return manifest.version
}

function terminal(stream: NodeJS.WriteStream): Terminal {
  // Whoever reads us may stop, like `head`.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns
    },
    write: (text) => void stream.write(text),
  }
}

function input(): Input {
  return {
    isTTY: process.stdin.isTTY === true,
    // Not a terminal to readline: line by line as the system edits it, where Ctrl-C stays a signal.
    readLine: (signal) =>
      new Promise((resolve, reject) => {
        const lines = createInterface({ input: process.stdin, terminal: false })
        const abort = (): void => {
          lines.close()
          reject(signal.reason)
        }
        signal.addEventListener('abort', abort, { once: true })
        lines.once('line', (line) => resolve(line))
        lines.once('close', () => resolve(undefined))
        lines.once('line', () => lines.close())
      }),
  }
}
