import { posix } from 'node:path'

/**
 * The environment of a program that is started here. Our own settings stay out, since some are secrets; and so do the
 * folders of PATH that mean another place wherever this program runs, as in a repository of a stranger.
 */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Record<string, string | undefined> {
  const foreign = Object.fromEntries(Object.entries(env).filter(([name]) => !/^FAST_AGENT_AUTH_/i.test(name)))
  if (platform === 'win32') return foreign
  const folders = env.PATH?.split(':').filter((folder) => posix.isAbsolute(folder)) ?? []
  // An empty PATH is the working folder; without one, the system has its own.
  return { ...foreign, PATH: folders.length > 0 ? folders.join(':') : undefined }
}
