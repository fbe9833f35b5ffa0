import type { TokenStore } from '@fast-agent-auth/token-store'
import { type Auth, createAuth } from 'fast-agent-auth'
import { errorText } from '../src/error-text.ts'
import { openSharedStore, type StoreAddress } from '../src/open-shared-store.ts'

export interface WorkerOptions {
  readonly name: string
  readonly url: string
  readonly store: StoreAddress
}

/** Reports of a worker while it works. */
export type Report =
  /** It has the turn of the token record, until it says otherwise. */
  | { readonly type: 'turn'; readonly turn: string }
  | { readonly type: 'turn over' }
  /** It has newer tokens than before, and called a tool with them. */
  | { readonly type: 'renewed' }
  /** Only a person can help. It waits until it is told to go on. */
  | { readonly type: 'signed out' }
  /** A rule was broken. */
  | { readonly type: 'failed'; readonly error: string }

const options: WorkerOptions = JSON.parse(process.argv[2] ?? '')
let turns = 0
/** In the record when the turn began, and in the hands of this worker: where they differ, there is nothing to refresh. */
let stored: string | undefined
let rejected: Awaited<ReturnType<Auth['token']>>

function report(message: Report): void {
  // Nobody may want to know any more.
  process.send?.(message, () => undefined)
}

/** The store, which tells of the turns of the token record. */
function watched(store: TokenStore): TokenStore {
  return {
    ...store,
    async update(key, change, updateOptions) {
      if (!key.startsWith('tokens:')) return store.update(key, change, updateOptions)
      const changing: typeof change = (record) => {
        stored = record
        report({ type: 'turn', turn: turnName(++turns) })
        return change(record)
      }
      try {
        return await store.update(key, changing, updateOptions)
      } finally {
        report({ type: 'turn over' })
      }
    },
  }
}

function turnName(turn: number): string {
  return `${options.name}/${turn}`
}

const shared = await openSharedStore(options.store)

/** Another object each time: one and the same may renew 20 times in 30 s, and here the server is to be asked without end. */
function openAuth(): Auth {
  return createAuth(options.url, {
    store: watched(shared),
    fetch(input, init) {
      const request = new Request(input, init)
      if (new URL(request.url).pathname === '/token') assertNeeded()
      // Says who asks, and in which turn.
      request.headers.set('x-turn', turnName(turns))
      return fetch(request)
    },
    openBrowser: async () => report({ type: 'failed', error: 'opened a window' }),
    onEvent(event) {
      if (event.type === 'record_damaged')
        report({ type: 'failed', error: `The record of ${event.serverUrl} is damaged` })
      if (event.type === 'store_failed') report({ type: 'failed', error: errorText(event.error) })
    },
  })
}

function assertNeeded(): void {
  const accessToken = stored && JSON.parse(stored).tokens.accessToken
  const needed = accessToken === rejected?.accessToken
  if (!needed) report({ type: 'failed', error: 'refreshed although newer tokens were stored' })
}

/** Renews for ever, as if the server refused each token after one call. */
async function renewAgainAndAgain(): Promise<never> {
  rejected = await openAuth().token()
  for (;;) {
    const auth = openAuth()
    rejected = await auth.renew({ rejected })
    await callTool(auth)
    report({ type: 'renewed' })
  }
}

async function callTool({ fetch }: Auth): Promise<void> {
  const params = { name: 'add', arguments: { a: 1, b: 2 } }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  const response = await fetch(options.url, { method: 'POST', body })
  if (response.status !== 200) throw new Error(`A call was answered with ${response.status}`)
  await response.text()
}

async function work(): Promise<void> {
  try {
    await renewAgainAndAgain()
  } catch (error) {
    const signedOut = error instanceof Error && 'code' in error && error.code === 'login_required'
    report(signedOut ? { type: 'signed out' } : { type: 'failed', error: errorText(error) })
  }
}

// Told to go on, it begins anew.
process.on('message', work)
process.on('disconnect', () => process.exit())
work()
