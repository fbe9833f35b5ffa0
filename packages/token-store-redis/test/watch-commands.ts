import { EventEmitter, once } from 'node:events'
import { Redis } from 'ioredis'

export interface Watched {
  /** All commands since the watch began, those of scripts included. */
  readonly commands: readonly (readonly string[])[]
  /** Resolves when `times` commands have come that begin so. */
  seen(times: number, ...beginning: readonly string[]): Promise<void>
  stop(): void
}

/** Watches what Redis is asked for, as it tells itself (MONITOR). */
export async function watchCommands(url: string): Promise<Watched> {
  const client = new Redis(url)
  const monitor = await client.monitor()
  const commands: string[][] = []
  const events = new EventEmitter()
  monitor.on('monitor', (_time: string, command: string[]) => {
    commands.push(command)
    events.emit('command')
  })

  return {
    commands,
    seen: async (times, ...beginning) => {
      const begins = (command: readonly string[]) => beginning.every((word, index) => command[index] === word)
      while (commands.filter(begins).length < times) await once(events, 'command')
    },
    stop: () => {
      monitor.disconnect()
      client.disconnect()
    },
  }
}
