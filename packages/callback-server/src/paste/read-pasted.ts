import { setImmediate } from 'node:timers/promises'
import type { CallbackEvent } from '../callback-event.ts'
import type { CallbackOptions } from '../callback-options.ts'
import { emitEvent } from '../emit-event.ts'
import { checkPasted } from './check-pasted.ts'

export interface PasteOptions {
  readonly readPasted: NonNullable<CallbackOptions['readPasted']>
  readonly redirectUri: string
  readonly state: string
  readonly onEvent: (event: CallbackEvent) => void
}

/** Reads pasted texts until one is the authorization response; `undefined` at the end of input, or after an abort. */
export async function readPastedResponse(
  { readPasted, onEvent, ...expected }: PasteOptions,
  signal: AbortSignal,
): Promise<URL | undefined> {
  let pending: string | undefined
  while (!signal.aborted) {
    const text = await nextText(readPasted, signal)
    if (text === undefined || signal.aborted) return undefined
    const verdict = checkPasted(text, { ...expected, pending })
    if (verdict.kind === 'ours') return verdict.url
    if (verdict.kind === 'refused') {
      const { reason, hasError } = verdict
      pending = verdict.pending
      emitEvent(onEvent, { type: 'callback_ignored', from: 'paste', reason, hasError })
    }
    // Otherwise a reader that always has a text would keep the browser's request from being handled.
    await setImmediate()
  }
  return undefined
}

/** A reader that fails counts as the end of input. */
async function nextText(readPasted: PasteOptions['readPasted'], signal: AbortSignal): Promise<string | undefined> {
  try {
    return await readPasted(signal)
  } catch {
    return undefined
  }
}
