import { serverKey } from '@fast-agent-auth/flow/status'
import type { StoreFallback } from 'fast-agent-auth'
import { accountOf } from '../servers/account-of.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { type OpenedStore, openStore, openStoreOrMemory, type StoreOwner } from '../stores/open-store.ts'
import type { StoreFlags } from '../stores/store-name.ts'
import { tellNotes } from '../terminal/tell-notes.ts'
import type { World } from '../world.ts'

export interface OpenServerStoreOptions extends StoreFlags {
  readonly account?: string | undefined
  readonly json?: boolean | undefined
}

/**
 * Opens the store of the sign-in at a server. A store that nobody has named, and that is not the usual one, is named in one
 * line.
 *
 * @param onFallback with it, a sign-in is kept in memory where there is no keychain
 */
export async function openServerStore(
  server: ChosenServer,
  options: OpenServerStoreOptions,
  world: World,
  onFallback?: (event: StoreFallback) => void,
): Promise<OpenedStore> {
  const owner = ownerOf(server, options)
  const opened = await (onFallback
    ? openStoreOrMemory(owner, options, { ...world, onFallback })
    : openStore(owner, options, world))
  const used = opened.found ? [`The sign-in in ${opened.location} is used.`] : []
  const unread = (opened.unread ?? []).map((reason) => `Not looked at: ${reason}`)
  tellNotes('store', [...used, ...unread], options, world)
  return opened
}

/** The server and the account that a command is about. */
export function ownerOf(
  { serverUrl, settings }: ChosenServer,
  options: { readonly account?: string | undefined },
): StoreOwner {
  return { settings, key: serverKey(serverUrl, accountOf(settings, options)) }
}
