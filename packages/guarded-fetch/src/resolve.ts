export interface Address {
  readonly address: string
  readonly family: number
}

/** Gives every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>

/** Resolves names as the system does, hosts file included. */
export const systemResolve: Resolve = async (hostname) => {
  const { lookup } = await import('node:dns/promises')
  return lookup(hostname, { all: true })
}
