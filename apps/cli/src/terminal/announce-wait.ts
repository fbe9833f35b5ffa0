import { createPrinter } from './printer.ts'
import type { LiveLine, Screens } from './terminal.ts'

/** Says what is waited for, where that takes longer than `patience`, until it is there. */
export interface Waits {
  /** The present wait ends, and another one begins. */
  begin(text: string): void
  end(): void
}

interface WaitOutput extends Screens {
  readonly json?: boolean | undefined
  readonly live: LiveLine
  readonly patience: number
}

export function createWaits({ stdout, stderr, env, json, live, patience }: WaitOutput): Waits {
  let timer: ReturnType<typeof setTimeout> | undefined
  const say = (text: string): void => {
    // To a file or a pipe a line that stays, as where the reader of stdout may write to the same screen.
    if (stdout.isTTY && stderr.isTTY && live.works) live.show(`${text} Ctrl-C stops.`, text)
    else createPrinter(stderr, env).sentence(`${text} Ctrl-C stops.`)
  }
  const end = (): void => {
    clearTimeout(timer)
    live.clear()
  }
  return {
    end,
    begin(text) {
      end()
      if (!json) timer = setTimeout(say, patience, text)
    },
  }
}

/** Says what `work` waits for, where that takes longer than `patience`. */
export async function announceWait<T>(text: string, work: Promise<T>, output: WaitOutput): Promise<T> {
  const waits = createWaits(output)
  waits.begin(text)
  try {
    return await work
  } finally {
    waits.end()
  }
}
