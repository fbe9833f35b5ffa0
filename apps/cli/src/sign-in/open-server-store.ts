import { serverKey } from '@fast-agent-auth/flow'
import type { StoreFallback } from 'fast-agent-auth'
import { accountOf } from '../servers/account-of.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { type OpenedStore, openStore, openStoreOrMemory, type StoreSubject } from '../stores/open-store.ts'
import type { StoreFlags } from '../stores/store-name.ts'
import { tellNotes } from '../terminal/tell-notes.ts'
import type { World } from '../world.ts'

export interface OpenServerStoreOptions extends StoreFlags {
  readonly account?: string | undefined
  readonly json?: boolean | undefined
}

/**
 * Opens the store of the sign-in at a server. Notes name a store that is used only because the sign-in is there,
 * and stores that were not read.
 *
 * @param onFallback if given, memory keeps the sign-in when the keychain fails
 */
export async function openServerStore(
  server: ChosenServer,
  options: OpenServerStoreOptions,
  world: World,
  onFallback?: (event: StoreFallback) => void,
): Promise<OpenedStore> {
  const subject = storeSubject(server, options)
  const opened = await (onFallback
    ? openStoreOrMemory(subject, options, { ...world, onFallback })
    : openStore(subject, options, world))
  const foundNote = opened.found ? [`The sign-in comes from ${opened.location}.`] : []
  const errorNotes = (opened.unreadErrors ?? []).map((reason) => `Another store was not read: ${reason}`)
  tellNotes('store', [...foundNote, ...errorNotes], options, world)
  return opened
}

/** The server and the account that a command is about. */
export function storeSubject(
  { serverUrl, settings }: ChosenServer,
  options: { readonly account?: string | undefined },
): StoreSubject {
  return { settings, key: serverKey(serverUrl, accountOf(settings, options)) }
}
