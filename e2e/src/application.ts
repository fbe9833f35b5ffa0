import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { openKeyringTokenStore } from '@fast-agent-auth/token-store-keyring'
import { createAuth } from 'fast-agent-auth'

/** The order to one process of an application; its answer is a line of JSON on standard output. */
export interface Order {
  readonly action: 'login' | 'call' | 'begin' | 'finish' | 'status'
  readonly url: string
  readonly store: 'keyring' | 'file'
  readonly folder: string
  readonly account?: string
  readonly host?: string
  readonly pending?: Parameters<ReturnType<typeof createAuth>['finish']>[0]
  readonly redirectUri?: string
  readonly callback?: string
}

async function obey(order: Order): Promise<unknown> {
  const { url, account, folder } = order
  const store = order.store === 'file' ? fileTokenStore({ folder }) : await openKeyringTokenStore()
  let windows = 0
  const auth = createAuth(url, {
    store,
    account,
    redirect: { port: 0 },
    async openBrowser(window) {
      windows++
      const { scriptedPerson } = await import('playground/person')
      await scriptedPerson()(window)
    },
  })
  if (order.action === 'login') {
    await auth.login()
    return { windows, signedInAt: (await auth.token())?.signedInAt }
  }
  if (order.action === 'begin') return auth.begin({ redirectUri: order.redirectUri ?? '' })
  if (order.action === 'finish' && order.pending) await auth.finish(order.pending, new URL(order.callback ?? ''))
  if (order.action === 'call') {
    const { connectTo, hosts } = await import('./hosts.ts')
    const host = hosts.find(({ name }) => name === order.host)
    const connection = host && (await connectTo(host, url, auth.fetch))
    const answer = await connection?.call('whoami')
    await connection?.close()
    return { answer, windows }
  }
  return auth.status()
}

const order: Order = JSON.parse(process.argv[2] ?? '')
console.log(JSON.stringify(await obey(order).catch(({ code, message }) => ({ code, message }))))
