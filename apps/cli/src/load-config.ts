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

/** The configuration that is named or found. Its warnings are printed, and do not stop the command. */
export async function loadConfig({ configPath, target, json }: ConfigOptions, world: World): Promise<Config> {
  const { cwd, env, home, secrets } = world
  const config = await readConfig({ path: configPath, cwd, env, home })
  // A file whose settings do not apply must not decide which texts are removed from the output.
  secrets?.keep(...secretsInConfig(applicableConfig(config, { target, configPath })))
  // A header or another setting must not hide which server it is.
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
