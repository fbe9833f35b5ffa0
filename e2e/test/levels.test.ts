import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

/** The levels of our packages: each may depend only on those of a lower level. */
const levels: readonly (readonly string[])[] = [
  ['discovery', 'pkce', 'cimd', 'callback-server', 'token-store', 'mock-server'],
  ['token-store-keyring', 'token-store-redis', 'flow', 'guarded-fetch'],
  ['mcp', 'config'],
  ['fast-agent-auth'],
]
const outside: Readonly<Record<string, readonly string[]>> = {
  'guarded-fetch': ['undici'],
  'token-store': ['fs-native-extensions'],
  'mock-server': ['msw'],
  'token-store-keyring': ['@napi-rs/keyring'],
  'token-store-redis': ['@redis/client'],
  flow: ['oauth4webapi'],
  config: ['jsonc-parser', 'yaml'],
}

const nameOf = (folder: string): string => (folder === 'fast-agent-auth' ? folder : `@fast-agent-auth/${folder}`)

it.each(levels.flatMap((folders, level) => folders.map((folder) => [folder, level] as const)))(
  '%s depends on nothing but packages below level %i and what docs/dependencies.md says',
  async (folder, level) => {
    const manifest = JSON.parse(
      await readFile(new URL(`../../packages/${folder}/package.json`, import.meta.url), 'utf8'),
    )
    const allowed = [...levels.slice(0, level).flat().map(nameOf), ...(outside[folder] ?? [])]
    const { dependencies = {}, peerDependencies = {} } = manifest
    expect(Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !allowed.includes(name))).toEqual([])
  },
)
