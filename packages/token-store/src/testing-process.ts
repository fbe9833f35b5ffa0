import type { Command, Reply } from './contract/other-process.ts'
import type { TokenStore } from './token-store.ts'

/** The program that the contract starts, as `<URL of a module> <place>`. Orders and answers are messages between processes. */
const [module = '', place = ''] = process.argv.slice(2)
const { openTokenStore }: { openTokenStore: (place: string) => TokenStore | Promise<TokenStore> } = await import(module)
const store = await openTokenStore(place)

const answer = (message: Reply = {}): void => void process.send?.(message)
let release = async (): Promise<void> => undefined

/** Resolves when a change has begun; the change lasts until it is released. */
function hold(key: string, record: string): Promise<void> {
  return new Promise((begun, failed) => {
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const update = store.update(key, async () => {
      begun()
      await ended
      return record
    })
    update.catch(failed)
    release = async () => {
      end()
      await update
    }
  })
}

async function obey(order: Command): Promise<void> {
  if (order.order === 'release') return release()
  if (order.order === 'hold') return hold(order.key, order.record)
  for (let times = 0; times < order.times; times++) {
    await store.update(order.key, async (present) => String(Number(present ?? 0) + 1))
  }
}

process.on('message', (order: Command) => {
  obey(order).then(
    () => answer(),
    (error: unknown) => answer({ failure: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
answer()
