import type { ReadStream } from 'node:tty'
import { pastedKeys } from './pasted-keys.ts'
import type { Input, Terminal } from './terminal.ts'

const bracketedPaste = { on: '\u001B[?2004h', off: '\u001B[?2004l' }

export interface InputOptions {
  /** Opens the input. Called when it is first read, since most commands read nothing. */
  readonly open: () => ReadStream
  /** The screen on which a person sees the keys. */
  readonly terminal: () => Pick<NodeJS.WriteStream, 'write'>
  /** Called for a Ctrl-C that comes as a key and not as a signal. */
  readonly interrupt: () => void
  /** Whether the terminal understands escape sequences, which ask it to mark pasted text. */
  readonly knowsPaste: boolean
}

/** The input of this process, a terminal or not. */
export function terminalInput({ open, terminal, interrupt, knowsPaste }: InputOptions): Input {
  const queue: (string | undefined)[] = []
  let deliver: ((text: string | undefined) => void) | undefined
  let stop: (() => void) | undefined

  const push = (text: string | undefined): void => {
    if (deliver) deliver(text)
    else queue.push(text)
  }

  /** Starts raw mode, since a terminal that edits lines takes at most 1024 characters in a line on macOS, and 4096 on Linux. */
  function start(signal: AbortSignal): void {
    const stdin = open()
    // A text that was pasted for an earlier sign-in does not belong to this one.
    queue.length = 0
    const feed = pastedKeys()
    const onData = (chunk: string): void => {
      for (const action of feed(chunk)) {
        if (action.kind === 'interrupt') interrupt()
        else push(action.kind === 'text' ? action.text : undefined)
      }
    }
    const onEnd = (): void => push(undefined)
    stdin.setEncoding('utf8').setRawMode(true)
    if (knowsPaste) terminal().write(bracketedPaste.on)
    stdin.on('data', onData).on('end', onEnd).resume()
    stop = () => {
      stop = undefined
      stdin.off('data', onData).off('end', onEnd).pause()
      stdin.setRawMode(false)
      if (knowsPaste) terminal().write(bracketedPaste.off)
      deliver?.(undefined)
    }
    signal.addEventListener('abort', () => stop?.(), { once: true })
  }

  return {
    get isTTY() {
      return open().isTTY === true
    },
    async readPasted(signal) {
      if (signal.aborted) return undefined
      if (!stop) start(signal)
      if (queue.length > 0) return queue.shift()
      return new Promise((resolve) => {
        deliver = (text) => {
          deliver = undefined
          resolve(text)
        }
      })
    },
    // With `terminal: false` the system edits the lines, and Ctrl-C is still a signal.
    async readLine(signal) {
      const { createInterface } = await import('node:readline')
      return new Promise((resolve, reject) => {
        const lines = createInterface({ input: open(), terminal: false })
        const abort = (): void => {
          lines.close()
          reject(signal.reason)
        }
        signal.addEventListener('abort', abort, { once: true })
        lines.once('line', (line) => resolve(line))
        lines.once('close', () => resolve(undefined))
        lines.once('line', () => lines.close())
      })
    },
    async readAll(signal, limit = Number.POSITIVE_INFINITY) {
      const stdin = open()
      const chunks: Buffer[] = []
      let size = 0
      signal.addEventListener('abort', () => stdin.destroy(), { once: true })
      for await (const chunk of stdin) {
        const bytes = Buffer.from(chunk)
        chunks.push(bytes)
        size += bytes.length
        // The last character may be cut, which does no harm, since a text of this length is refused.
        if (size > limit) return Buffer.concat(chunks).toString()
      }
      return utf8Text(Buffer.concat(chunks), 'stdin')
    },
  }
}

/** The text of some bytes. @throws Error if they are not UTF-8, since replacing characters would change the text */
export function utf8Text(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Error(`${name} is not text in UTF-8. Write it in that encoding.`)
  }
}

interface Asking {
  readonly stdin: Input
  readonly stdout: Terminal
  readonly signal: AbortSignal
}

/** Asks a question. Any answer other than yes means no. */
export async function askYes(question: string, { stdin, stdout, signal }: Asking): Promise<boolean> {
  stdout.write(`${question} [y/N] `)
  const answer = await stdin.readLine(signal)
  if (answer === undefined) stdout.write('\n')
  return /^\s*y(es)?\s*$/i.test(answer ?? '')
}
