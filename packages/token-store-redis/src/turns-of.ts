import { createTurns, type Turns } from '@fast-agent-auth/token-store'

// Of the whole process: all stores that were made for one Redis ask it for the turn of a key as one.
const ofClients = new WeakMap<object, Turns>()
const ofPlaces = new Map<string, Turns>()

/** The turns that are shared by all who give the same client, or the same place. */
export function turnsOf(target: object | string): Turns {
  const kept = typeof target === 'string' ? ofPlaces.get(target) : ofClients.get(target)
  if (kept) return kept
  const turns = createTurns()
  if (typeof target === 'string') ofPlaces.set(target, turns)
  else ofClients.set(target, turns)
  return turns
}
