import { TokenStoreError } from '@fast-agent-auth/token-store'

type Library = typeof import('@redis/client')

/**
 * Loads `@redis/client` on first use, which takes 200 ms. It is CommonJS, so a bundler that splits code gives its names only
 * in the default export.
 *
 * @throws TokenStoreError `unavailable` if it is not installed, since only a store with a URL needs it
 */
export async function loadLibrary(
  // With this `catch` beside the import, a bundler that finds no client only warns.
  load: () => Promise<Library & { readonly default?: Library }> = () => import('@redis/client').catch(explain),
): Promise<Library> {
  const loaded = await load().catch(explain)
  return loaded.default ?? loaded
}

function explain(cause: unknown): never {
  // Not by `instanceof`, since test runners have their own `Error`.
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
  const message =
    'A store with the URL of Redis needs @redis/client, which is not installed: ' +
    'npm install @redis/client, or give the store a client of redis or ioredis.'
  throw new TokenStoreError('unavailable', message, { cause })
}
