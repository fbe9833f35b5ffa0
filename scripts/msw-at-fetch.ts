import { createRequire } from 'node:module'

const ofMsw = createRequire(createRequire(new URL('../packages/mock-server/', import.meta.url)).resolve('msw'))

/** Has msw stand in for `fetch` itself. By sockets, which is its way in Node, each request to https costs a TLS context. */
export const mswAtFetch: {
  readonly resolve: { readonly alias: Record<string, string> }
  readonly server: { readonly deps: { readonly inline: RegExp[] } }
} = {
  resolve: { alias: { '@mswjs/interceptors/fetch': ofMsw.resolve('@mswjs/interceptors/fetch/web') } },
  server: { deps: { inline: [/[\\/]msw[\\/]/] } },
}
