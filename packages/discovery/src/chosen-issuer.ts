import type { DiscoverOptions } from './discover-options.ts'

/** The issuer that a person named, by itself or by its metadata. */
export function chosenIssuer({
  issuer,
  authorizationServer,
}: Pick<DiscoverOptions, 'issuer' | 'authorizationServer'>): string | undefined {
  if (issuer !== undefined) return issuer
  const named = authorizationServer?.issuer
  return typeof named === 'string' ? named : undefined
}
