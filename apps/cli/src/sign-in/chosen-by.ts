import type { ServerSettings } from '@fast-agent-auth/config'

/** The places of a configuration that chose whom secrets go to. */
export interface ChosenBy {
  readonly server?: string | undefined
  readonly issuer?: string | undefined
  /** Of a header with credentials. */
  readonly header?: string | undefined
}

export function chosenBy(
  { auth, places = {} }: ServerSettings,
  flags: { readonly issuer?: string | undefined } = {},
): ChosenBy {
  const isIssuer = flags.issuer === undefined && auth?.issuer !== undefined
  const header = Object.keys(places).find((path) => /^(headers\.(x-hf-)?authorization|access_token)$/i.test(path))
  return {
    server: places.url ?? places.target,
    issuer: isIssuer ? places['auth.issuer'] : undefined,
    header: header === undefined ? undefined : places[header],
  }
}
