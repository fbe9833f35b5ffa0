import type { DiscoverOptions } from './discover-options.ts'

/** The issuer that a person set, by the option `issuer` or in the metadata of `authorizationServer`. */
export function configuredIssuer({
  issuer,
  authorizationServer,
}: Pick<DiscoverOptions, 'issuer' | 'authorizationServer'>): string | undefined {
  if (issuer !== undefined) return issuer
  const named = authorizationServer?.issuer
  return typeof named === 'string' ? named : undefined
}
