import { type Config, readConfig } from '@fast-agent-auth/config'
import { secretsInConfig } from './known-secrets.ts'
import { applicableConfig } from './servers/applicable-config.ts'
import { createPrinter } from './terminal/printer.ts'
import { writeJson } from './terminal/write-json.ts'
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
  noteConfiguration(
    config.warnings.map(({ message }) => message),
    { json },
    world,
  )
  return config
}

/** Tells what is odd in a configuration, or not used of it. */
export function noteConfiguration(
  messages: readonly string[],
  { json }: Pick<ConfigOptions, 'json'>,
  { env, stderr, secrets }: World,
): void {
  if (messages.length === 0) return
  const out = createPrinter(stderr, env)
  const label = { text: 'note:', paint: out.style.warning }
  for (const message of messages) {
    if (json) writeJson({ type: 'notice', rule: 'configuration', message }, stderr, { secrets })
    else out.sentence(message, label)
  }
}

function originOf(url = ''): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined
}
