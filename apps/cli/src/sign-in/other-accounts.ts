import { isKeyOf } from '@fast-agent-auth/flow/internal'
import { sameCommand } from '../errors/command-line.ts'
import { isUsable } from '../stores/preferred-store.ts'
import type { StoredSignIn } from '../stores/select-sign-ins.ts'
import type { World } from '../world.ts'

/** The command that runs at present, once for each other account that has a usable sign-in at the server. */
export function otherAccounts(
  signIns: readonly StoredSignIn[],
  serverUrl: string,
  world: Pick<World, 'argv' | 'invocation'>,
): readonly string[] {
  const accounts = signIns.flatMap(({ serverKey, state, account }) =>
    account && isUsable(state) && isKeyOf(serverKey, serverUrl) ? [account] : [],
  )
  return [...new Set(accounts)].map((account) => sameCommand(world, '--account', account))
}
