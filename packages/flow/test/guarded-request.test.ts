import { expect, it } from 'vitest'
import { AuthorizationError } from '../src/index.ts'
import { request } from '../src/protocol/request.ts'

/** An error of a guarded fetch, by its name and code, since its class may be another package's copy. */
function guardError(code: string): Error {
  return Object.assign(new Error('as.example is at 10.0.0.5.'), { name: 'GuardedFetchError', code })
}

const ask = (error: unknown) =>
  request('https://as.example/token', {
    subject: 'The token request to https://as.example',
    init: {},
    fetch: () => Promise.reject(error),
  })

it.each(['address_refused', 'insecure_url'])('says that a request was not sent, and why, for %s', async (code) => {
  const failed = ask(guardError(code))
  await expect(failed).rejects.toBeInstanceOf(AuthorizationError)
  await expect(failed).rejects.toMatchObject({
    code: 'insecure_url',
    message: 'The token request to https://as.example was not sent: as.example is at 10.0.0.5.',
  })
})

it.each(['timed_out', 'too_large', 'redirect_refused'])('counts %s as something that may pass', async (code) => {
  await expect(ask(guardError(code))).rejects.toMatchObject({
    code: 'unreachable',
    message: 'The token request to https://as.example failed: as.example is at 10.0.0.5. Try again later.',
  })
})

it('keeps the code of a network error that no guard threw', async () => {
  const error = new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })
  await expect(ask(error)).rejects.toThrow('failed: ECONNRESET.')
})

it('names the setting that helps, where the fault is not that of the server (H95)', async () => {
  const bad = new TypeError('fetch failed', {
    cause: Object.assign(new Error(), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
  })
  await expect(ask(bad)).rejects.toThrow(
    /^The token request to https:\/\/as\.example failed: its certificate is .*: SELF_SIGNED_CERT_IN_CHAIN\. Set NODE_EXTRA_CA_CERTS=/,
  )
  const proxy = Object.assign(new Error('HTTPS_PROXY is not the URL of a proxy. Write it anew.'), {
    name: 'GuardedFetchError',
    code: 'proxy_failed',
  })
  await expect(ask(proxy)).rejects.toMatchObject({
    code: 'unreachable',
    message: 'The token request to https://as.example failed: HTTPS_PROXY is not the URL of a proxy. Write it anew.',
  })
})
