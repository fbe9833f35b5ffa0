import type { Environment } from './terminal/terminal.ts'

/** The name of the installed program. */
export const ownName = 'fast-agent-auth'

const packageName = '@fast-agent-auth/cli'

/**
 * The words with which the person starts this program. If npx or another package manager runs it, it may not be on the
 * `PATH`.
 *
 * @param script the file that runs
 */
export function findInvocation(env: Environment, script: string): string {
  // `pnpm dlx` and `yarn dlx` install into a folder named dlx, only for this run.
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
