import { TokenStoreError } from '@fast-agent-auth/token-store'

type Library = typeof import('@redis/client')

/**
 * Loads `@redis/client` on first use, which takes 200 ms. It is CommonJS: a bundler that splits code gives its names in the
 * default export alone.
 *
 * @throws TokenStoreError `unavailable` if it is not installed, since only a store with a URL needs it
 */
export async function loadLibrary(
  // Caught right here, since a bundler that finds no client then only warns.
  load: () => Promise<Library & { readonly default?: Library }> = () => import('@redis/client').catch(explain),
): Promise<Library> {
  const loaded = await load().catch(explain)
  return loaded.default ?? loaded
}

function explain(cause: unknown): never {
  // No `instanceof`: test runners have their own `Error`.
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
  const message =
    'A store that is given the URL of Redis needs @redis/client, which is not installed: ' +
    'npm install @redis/client, or give a client of redis or ioredis that you have.'
  throw new TokenStoreError('unavailable', message, { cause })
}
