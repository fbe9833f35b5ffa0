import { createGuardedFetch } from '../../src/index.ts'
import { resolveBy } from '../dns-server.ts'

/** Asks for a URL in a process of its own, where the environment decides about proxies and certificates. */
const [url = '', serverUrl, dnsPort] = process.argv.slice(2)
const fetch = createGuardedFetch({ serverUrl, resolve: resolveBy(Number(dnsPort)) })
try {
  const response = await fetch(url)
  process.stdout.write(JSON.stringify({ status: response.status, text: await response.text() }))
} catch (error) {
  const { name, code, message, cause } = error as Error & { code?: string; cause?: { code?: string } }
  process.stdout.write(JSON.stringify({ name, code, message, causeCode: cause?.code }))
}
