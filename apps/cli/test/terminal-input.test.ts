import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { expect, it, vi } from 'vitest'
import { terminalInput } from '../src/terminal/terminal-input.ts'

const on = '\u001B[?2004h'
const off = '\u001B[?2004l'

function open({ knowsPaste = true } = {}) {
  const keys = new PassThrough()
  const modes: boolean[] = []
  const stream = Object.assign(keys, {
    isTTY: true,
    setRawMode(raw: boolean) {
      modes.push(raw)
      return stream
    },
  })
  const written: string[] = []
  const interrupt = vi.fn()
  const input = terminalInput({
    open: () => stream as unknown as ReadStream,
    terminal: () => ({ write: (text: string | Uint8Array) => written.push(String(text)) > 0 }),
    interrupt,
    knowsPaste,
  })
  const signIn = new AbortController()
  const read = (): Promise<string | undefined> => input.readPasted(signIn.signal)
  return { keys, modes, written, interrupt, input, end: () => signIn.abort(), signal: signIn.signal, read }
}

it('takes keys raw while a sign-in waits, and gives the terminal back as it was', async () => {
  const { keys, modes, written, read, end } = open()
  const first = read()
  keys.write('http://127.0.0.1/?code=x\r')
  expect(await first).toBe('http://127.0.0.1/?code=x')
  expect([modes, written]).toEqual([[true], [on]])
  end()
  expect([modes, written]).toEqual([
    [true, false],
    [on, off],
  ])
  expect([keys.listenerCount('data'), keys.listenerCount('end'), keys.isPaused()]).toEqual([0, 0, true])
})

it('asks a terminal that knows no escape sequences for nothing', async () => {
  const { keys, modes, written, read, end } = open({ knowsPaste: false })
  const first = read()
  keys.write('a\r')
  expect(await first).toBe('a')
  end()
  expect([modes, written]).toEqual([[true, false], []])
})

it('keeps what is pasted while the text before it is looked at', async () => {
  const { keys, read } = open()
  const first = read()
  keys.write('a\r')
  expect(await first).toBe('a')
  keys.write('b\r')
  await vi.waitFor(() => expect(keys.readableLength).toBe(0), 60_000)
  expect(await read()).toBe('b')
})

it('gives nothing of one sign-in to the next', async () => {
  const { keys, input, read, end } = open()
  const first = read()
  keys.write('a\r')
  await first
  keys.write('late\r')
  await vi.waitFor(() => expect(keys.readableLength).toBe(0), 60_000)
  end()
  const second = input.readPasted(new AbortController().signal)
  keys.write('b\r')
  expect(await second).toBe('b')
})

it('makes Ctrl-C an interruption again, and tells an end of the input', async () => {
  const { keys, interrupt, read } = open()
  const first = read()
  keys.write('\u0003')
  await vi.waitFor(() => expect(interrupt).toHaveBeenCalledOnce(), 60_000)
  keys.end()
  expect(await first).toBeUndefined()
})

it('ends a wait with the sign-in, and begins none after it', async () => {
  const { modes, read, end } = open()
  const waiting = read()
  end()
  expect(await waiting).toBeUndefined()
  expect(await read()).toBeUndefined()
  expect(modes).toEqual([true, false])
})

it('reads no more of an input without end than was asked for', async () => {
  const { keys, input, signal } = open()
  const all = input.readAll(signal, 10)
  for (const _ of [1, 2, 3, 4]) keys.write('ä'.repeat(4))
  expect(Buffer.byteLength(await all)).toBeGreaterThan(10)
  expect(keys.destroyed).toBe(true)
})
