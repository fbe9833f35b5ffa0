import type { ServerSettings } from '@fast-agent-auth/config'

/** The account whose sign-in a command is about. Apart from how a server is chosen, which `status` loads late. */
export function accountOf(
  settings: ServerSettings,
  { account }: { readonly account?: string | undefined },
): string | undefined {
  return account ?? settings.auth?.account
}
