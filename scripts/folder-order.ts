/** The folders of each package that has some, from the ground up: each may use those before it, and none after it. */
export const folderOrder: Readonly<Record<string, readonly string[]>> = {
  'apps/cli': ['terminal', 'errors', 'servers', 'stores', 'status', 'sign-in', 'commands', 'program'],
  'packages/callback-server': ['page', 'paste'],
  'packages/discovery': ['untrusted'],
  'packages/flow': ['redaction', 'protocol', 'tokens', 'registration', 'sign-in', 'session'],
  'packages/token-store': ['contract'],
}
