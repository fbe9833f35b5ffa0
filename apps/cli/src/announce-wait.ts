import { createPrinter } from './printer.ts'
import type { World } from './world.ts'

/** Says what is waited for, where that takes longer than a second. */
export async function announceWait<T>(text: string, work: Promise<T>, { stderr, env }: World): Promise<T> {
  const announce = (): void => createPrinter(stderr, env).sentence(`${text} Ctrl-C stops.`)
  const timer = setTimeout(announce, 1000)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}
