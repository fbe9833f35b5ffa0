import type { ServerSettings } from '@fast-agent-auth/config'

/** The account that a command is about. It has its own file, since `status` loads `choose-server` late. */
export function accountOf(
  settings: ServerSettings,
  { account }: { readonly account?: string | undefined },
): string | undefined {
  return account ?? settings.auth?.account
}
