import { type Config, readConfig } from '@fast-agent-auth/config'
import { secretsInConfig } from './known-secrets.ts'
import { applicableConfig } from './servers/applicable-config.ts'
import { tellNotes } from './terminal/tell-notes.ts'
import type { World } from './world.ts'

export interface ConfigOptions {
  readonly configPath?: string | undefined
  /** The server that a person named, by a name or a URL. */
  readonly target?: string | undefined
  readonly json?: boolean | undefined
}

/** The configuration that is named or found. What is odd in it is told, and no reason to stop. */
export async function loadConfig({ configPath, target, json }: ConfigOptions, world: World): Promise<Config> {
  const { cwd, env, home, secrets } = world
  const config = await readConfig({ path: configPath, cwd, env, home })
  // A file that decides nothing does not decide what is withheld either.
  secrets?.keep(...secretsInConfig(applicableConfig(config, { target, configPath })))
  // A header or another setting may not hide which server it is.
  secrets?.publish(...config.servers.map(({ settings }) => originOf(settings?.url)))
  tellNotes(
    'configuration',
    config.warnings.map(({ message }) => message),
    { json },
    world,
  )
  return config
}

function originOf(url = ''): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined
}
