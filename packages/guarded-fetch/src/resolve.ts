export interface Address {
  readonly address: string
  readonly family: number
}

/** Every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>

/** As the system resolves names, its hosts file included. */
export const systemResolve: Resolve = async (hostname) => {
  const { lookup } = await import('node:dns/promises')
  return lookup(hostname, { all: true })
}
