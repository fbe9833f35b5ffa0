import { isKeyOf } from '@fast-agent-auth/flow/status'
import { sameCommand } from '../errors/command-line.ts'
import { isUsable } from '../stores/preferred-store.ts'
import type { StoredSignIn } from '../stores/select-sign-ins.ts'
import type { World } from '../world.ts'

/** The command that runs at present, for each account that could be used at the server instead. */
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
