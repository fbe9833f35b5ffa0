/**
 * The environment of a program that is started here. Settings of ours and of fast-agent stay out, since some are
 * secrets (`MCP__SERVERS__X__HEADERS__AUTHORIZATION`); and so do the folders of PATH that are relative to the working
 * folder, which may be a repository of a stranger.
 */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Record<string, string | undefined> {
  const foreign = Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:FAST_AGENT_|MCP__)/i.test(name)))
  if (platform === 'win32') return foreign
  const folders = env.PATH?.split(':').filter((folder) => isAbsolute(folder, platform)) ?? []
  // An empty PATH is the working folder; without one, the system has its own.
  return { ...foreign, PATH: folders.length > 0 ? folders.join(':') : undefined }
}

/**
 * The folder in which such a program is started, since many programs run files of their working folder: never a
 * stranger's.
 */
export function childFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  return platform === 'win32' ? systemRoot(env) : '/'
}

export function systemRoot({ SystemRoot }: Readonly<Record<string, string | undefined>>): string {
  return SystemRoot !== undefined && isAbsolute(SystemRoot, 'win32') ? SystemRoot : 'C:\\Windows'
}

/** Whether a path is absolute, by the rules of `node:path`, which not every runtime has. */
export function isAbsolute(path: string, platform: string): boolean {
  return platform === 'win32' ? /^([a-z]:)?[\\/]/i.test(path) : path.startsWith('/')
}
