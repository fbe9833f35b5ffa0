import { listStatus, readStatus, type Status, serverKey } from '@fast-agent-auth/flow'
import { isKeyOf } from '@fast-agent-auth/flow/internal'
import type { TokenStore } from '@fast-agent-auth/token-store'

/** The sign-ins in a store, sorted by server and account: all, or only those at one server. */
export async function readStatuses(
  store: TokenStore,
  serverUrl: string | undefined,
  now: number,
): Promise<readonly Status[]> {
  const all = (await listStatus(store, now)).toSorted(byServerAndAccount)
  if (serverUrl === undefined) return all
  const key = serverKey(serverUrl)
  const listed = all.filter((each) => isKeyOf(each.serverKey, serverUrl))
  if (listed.some((each) => each.serverKey === key)) return listed
  // A store cannot list a record that is so damaged that its key is lost.
  const own = await readStatus(store, key, now)
  return own.state === 'missing' ? listed : [own, ...listed]
}

/** Compares by character codes, since the order of a language takes 10 ms to load. */
function byServerAndAccount(one: Status, other: Status): number {
  return order(one.serverUrl, other.serverUrl) || order(one.account ?? '', other.account ?? '')
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
