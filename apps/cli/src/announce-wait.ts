import { createPrinter } from './printer.ts'
import type { World } from './world.ts'

/** Says what is waited for, where that takes longer than a second. */
export interface Waits {
  /** The present wait ends, and another one begins. */
  begin(text: string): void
  end(): void
}

export function createWaits({ stderr, env, json }: Pick<World, 'stderr' | 'env' | 'json'>): Waits {
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = (): void => clearTimeout(timer)
  return {
    end,
    begin(text) {
      end()
      if (json) return
      timer = setTimeout(() => createPrinter(stderr, env).sentence(`${text} Ctrl-C stops.`), 1000)
    },
  }
}

/** Says what `work` waits for, where that takes longer than a second. */
export async function announceWait<T>(text: string, work: Promise<T>, world: World): Promise<T> {
  const waits = createWaits(world)
  waits.begin(text)
  try {
    return await work
  } finally {
    waits.end()
  }
}
