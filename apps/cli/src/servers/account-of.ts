import type { ServerSettings } from '@fast-agent-auth/config'

/** The account whose sign-in a command is about. A file of its own, since `status` loads `choose-server` late. */
export function accountOf(
  settings: ServerSettings,
  { account }: { readonly account?: string | undefined },
): string | undefined {
  return account ?? settings.auth?.account
}
