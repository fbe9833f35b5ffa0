import { createPrinter } from './printer.ts'
import type { LiveLine, Screens } from './terminal.ts'

/** Announces a wait that takes longer than `patience`, while it lasts. */
export interface Waits {
  /** Ends the present wait and begins another one. */
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
    // A file or a pipe gets a lasting line. So does the screen if another program reads stdout, since it may write there too.
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

/** Announces the wait for `work`, if it takes longer than `patience`. */
export async function announceWait<T>(text: string, work: Promise<T>, output: WaitOutput): Promise<T> {
  const waits = createWaits(output)
  waits.begin(text)
  try {
    return await work
  } finally {
    waits.end()
  }
}
