import type { Environment } from './terminal/terminal.ts'

/** The name of the program where it is installed. */
export const ownName = 'fast-agent-auth'

const packageName = '@fast-agent-auth/cli'

/**
 * The words by which the person starts this program: run by npx or another package manager, it may be on no `PATH`.
 *
 * @param script the file that runs
 */
export function findInvocation(env: Environment, script: string): string {
  // `pnpm dlx` and `yarn dlx` install into a folder of that name, for this run alone.
  const isTemporary = /[\\/]dlx[\\/-]/.test(script)
  switch (/^\w+/.exec(env.npm_config_user_agent ?? '')?.[0]) {
    case 'npm':
      return `npx ${packageName}`
    case 'pnpm':
      return isTemporary ? `pnpm dlx ${packageName}` : `pnpm exec ${ownName}`
    case 'yarn':
      return isTemporary ? `yarn dlx ${packageName}` : `yarn ${ownName}`
    case 'bun':
      return `bunx ${packageName}`
    default:
      return ownName
  }
}
