import { createRequire } from 'node:module'

const ofMsw = createRequire(createRequire(new URL('../packages/mock-server/', import.meta.url)).resolve('msw'))

/**
 * Makes msw answer in place of `fetch`. In Node it answers on sockets under it, where each request to https costs a TLS
 * context: most of the time of a test.
 */
export const mswAtFetch: {
  readonly resolve: { readonly alias: Record<string, string> }
  readonly server: { readonly deps: { readonly inline: RegExp[] } }
} = {
  resolve: { alias: { '@mswjs/interceptors/fetch': ofMsw.resolve('@mswjs/interceptors/fetch/web') } },
  server: { deps: { inline: [/[\\/]msw[\\/]/] } },
}
