import type { Adapter, Payload } from 'oidc-provider'

/** The records of an authorization server, in memory. */
export interface MemoryStore {
  readonly adapter: (model: string) => Adapter
  /** Drops every record of one model, such as all access tokens. */
  readonly forget: (model: string) => void
}

interface Entry {
  readonly payload: Payload
  readonly expiresAt: number
}

export function createMemoryStore(): MemoryStore {
  const models = new Map<string, Map<string, Entry>>()
  const entriesOf = (model: string): Map<string, Entry> => {
    const entries = models.get(model) ?? new Map<string, Entry>()
    models.set(model, entries)
    return entries
  }
  return {
    adapter: (model) => createAdapter(entriesOf(model)),
    forget: (model) => entriesOf(model).clear(),
  }
}

function createAdapter(entries: Map<string, Entry>): Adapter {
  const live = (id: string): Entry | undefined => {
    const entry = entries.get(id)
    return entry && entry.expiresAt > Date.now() ? entry : undefined
  }
  const findWhere = (member: 'uid' | 'userCode', value: string): Payload | undefined => {
    for (const [id, { payload }] of entries) if (payload[member] === value && live(id)) return { ...payload }
    return undefined
  }
  return {
    async upsert(id, payload, expiresIn) {
      entries.set(id, { payload, expiresAt: expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000 })
    },
    async find(id) {
      const payload = live(id)?.payload
      return payload && { ...payload }
    },
    findByUid: async (uid) => findWhere('uid', uid),
    findByUserCode: async (userCode) => findWhere('userCode', userCode),
    async consume(id) {
      const entry = entries.get(id)
      if (entry) entries.set(id, { ...entry, payload: { ...entry.payload, consumed: Math.floor(Date.now() / 1000) } })
    },
    async destroy(id) {
      entries.delete(id)
    },
    async revokeByGrantId(grantId) {
      for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id)
    },
  }
}
