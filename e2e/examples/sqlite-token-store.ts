import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'

export function sqliteTokenStore(path: string): TokenStore {
  const db = new DatabaseSync(path)
  chmodSync(path, 0o600) // it holds secrets
  db.exec('CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, record TEXT NOT NULL)')
  const find = db.prepare('SELECT record FROM records WHERE key = ?')
  const list = db.prepare('SELECT key FROM records')
  const write = db.prepare('INSERT OR REPLACE INTO records VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM records WHERE key = ?')
  const get = async (key: string) => find.get(key)?.record as string | undefined
  const turn = async (key: string, change: Parameters<TokenStore['update']>[1]) => {
    const record = await change(await get(key))
    if (record === undefined) remove.run(key)
    else write.run(key, record)
    return record
  }
  return {
    get,
    keys: async () => list.all().map(({ key }) => String(key)),
    update: (key, change, options) => machineLock().hold(`${path} ${key}`, () => turn(key, change), options),
  }
}
