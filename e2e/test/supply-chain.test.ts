import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Lockfile, lockfileRefusals } from '../../scripts/lockfile-refusals.ts'
import { undocumented } from '../../scripts/undocumented.ts'
import { workflowRefusals } from '../../scripts/workflow-refusals.ts'

const read = (file: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')

const integrity = `sha512-${'A'.repeat(86)}==`

/** A lockfile in which `yaml` is resolved like this, and is all that is installed. */
function resolved(resolution: Record<string, unknown>): Lockfile {
  return { packages: { 'yaml@2.9.1': { resolution } }, snapshots: { 'yaml@2.9.1': {} } }
}

function linked(version: string): Lockfile {
  return { importers: { 'packages/flow': { dependencies: { pkce: { version } } }, 'packages/pkce': {} } }
}

describe('a lockfile', () => {
  it('is taken where each package has its hash and each link stays in the workspace', () => {
    expect(lockfileRefusals(resolved({ integrity }))).toEqual([])
    expect(lockfileRefusals(linked('link:../pkce'))).toEqual([])
  })

  it.each([
    ['no hash', {}, 'yaml@2.9.1 has no sha512 hash'],
    ['a hash that can be forged', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'yaml@2.9.1 has no sha512 hash'],
    ['a part of a hash', { integrity: 'sha512-AAAA' }, 'yaml@2.9.1 has no sha512 hash'],
    ['a hash and another one', { integrity: `${integrity} sha1-AAAA` }, 'yaml@2.9.1 has no sha512 hash'],
    ['git', { type: 'git', repo: 'o/yaml.git', commit: 'a'.repeat(40), integrity }, 'yaml@2.9.1 comes from git'],
    ['git without its type', { repo: 'o/yaml.git', integrity }, 'yaml@2.9.1 comes from git'],
    ['a folder', { type: 'directory', directory: '../yaml' }, 'yaml@2.9.1 comes from a folder'],
    ['a folder without its type', { directory: '../yaml', integrity }, 'yaml@2.9.1 comes from a folder'],
    ['a file of its own', { tarball: 'file:yaml.tgz', integrity }, "yaml@2.9.1 comes from a tarball's URL"],
    ['something new', { type: 'binary', integrity }, 'yaml@2.9.1 comes from somewhere unknown: binary'],
  ])('is refused where a package comes with %s', (_, resolution, refusal) => {
    expect(lockfileRefusals(resolved(resolution))).toEqual([refusal])
  })

  it('is refused where a package comes from a URL, with its hash too', () => {
    const tarball = 'https://registry.example/yaml/-/yaml-2.9.1.tgz'
    expect(lockfileRefusals(resolved({ tarball, integrity }))).toEqual([
      "yaml@2.9.1 comes from a tarball's URL",
      `the address ${tarball}: a lockfile is the same for every registry`,
    ])
  })

  it.each(['https://registry.example/yaml.tgz', 'git+ssh://git@git.example/yaml.git', 'github:o/yaml'])(
    'is refused where a dependency is asked for as %s',
    (specifier) => {
      const importers = { '.': { dependencies: { yaml: { specifier, version: '2.9.1' } } } }
      expect(lockfileRefusals({ importers })).toEqual([
        `the address ${specifier}: a lockfile is the same for every registry`,
      ])
    },
  )

  it('is refused where an address is the name of a package', () => {
    const key = 'yaml@https://codeload.example/o/yaml/tar.gz/abc'
    const lockfile = { packages: { [key]: { resolution: { integrity } } } }
    expect(lockfileRefusals(lockfile)).toEqual([`the address ${key}: a lockfile is the same for every registry`])
  })

  it('may repeat what a maintainer says of a deprecated version, address and all', () => {
    const deprecated = 'See https://example.com/why'
    const packages = { 'yaml@2.9.1': { resolution: { integrity }, deprecated } }
    expect(lockfileRefusals({ packages })).toEqual([])
  })

  it('is refused where something is installed that no hash is written for', () => {
    const lockfile = { ...resolved({ integrity }), snapshots: { 'yaml@2.9.1(typescript@6.0.3)': {}, 'worm@1.0.0': {} } }
    expect(lockfileRefusals(lockfile)).toEqual([
      'worm@1.0.0 is installed, but nothing says from where and with which hash',
    ])
  })

  it.each(['link:../../../elsewhere', 'link:../other', 'file:../pkce'])(
    'is refused where a package of ours takes another from outside the workspace: %s',
    (version) => {
      expect(lockfileRefusals(linked(version))).toEqual([
        `packages/flow takes pkce from outside the workspace: ${version}`,
      ])
    },
  )

  it('of this repository is taken', async () => {
    const lockfile: Lockfile = parse(await read('pnpm-lock.yaml'))
    expect(Object.keys(lockfile.packages ?? {}).length).toBeGreaterThan(100)
    expect(lockfileRefusals(lockfile)).toEqual([])
  })
})

describe('a workflow', () => {
  const commit = '0123456789abcdef0123456789abcdef01234567'
  const workflow = (step: string): string => `jobs:\n  one:\n    steps:\n      - ${step}\n`

  it.each([
    `uses: actions/checkout@${commit} # v7.0.1`,
    `uses: changesets/action/pack@${commit} # v2.1.1`,
    'uses: ./.github/workflows/ci.yml',
    'run: npm test',
  ])('may say %s', (step) => {
    expect(workflowRefusals('ci.yml', workflow(step))).toEqual([])
  })

  it.each([
    'actions/checkout@v7',
    'actions/checkout@main',
    'actions/checkout',
    `actions/checkout@${commit.slice(0, 12)}`,
    'docker://alpine:3',
  ])('may not take %s, which can be another one tomorrow', (action) => {
    const refusal = `ci.yml: ${action} is not pinned to a commit`
    expect(workflowRefusals('ci.yml', workflow(`uses: ${action} # v7.0.1`))).toEqual([refusal])
    expect(workflowRefusals('ci.yml', workflow(`{ "uses": "${action}" }`))).toEqual([refusal])
  })

  it('says which version a commit is, at each place', () => {
    const action = `actions/checkout@${commit}`
    const refusal = `ci.yml: ${action} has no comment that says which version it is`
    expect(workflowRefusals('ci.yml', workflow(`uses: ${action}`))).toEqual([refusal])
    expect(workflowRefusals('ci.yml', workflow(`uses: ${action} # newest`))).toEqual([refusal])
    const twice = `${workflow(`uses: ${action} # v7.0.1`)}      - uses: ${action}\n`
    expect(workflowRefusals('ci.yml', twice)).toEqual([refusal])
  })
})

describe('a dependency', () => {
  it.each(['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'])(
    'is refused without a reason, also among the %s',
    (kind) => {
      const dependents = [{ name: 'ours', [kind]: { yaml: '^2.9.1', theirs: '^1.0.0' } }, { name: 'other' }]
      expect(undocumented(dependents, '| `yaml`, `theirs-too` | read |')).toEqual([
        'ours depends on theirs, and docs/dependencies.md does not say why',
      ])
    },
  )

  it('needs no reason where it is one of ours', () => {
    expect(undocumented([{ name: 'ours', dependencies: { other: 'workspace:^' } }, { name: 'other' }], '')).toEqual([])
  })

  it('is offered by Dependabot no sooner than pnpm takes it', async () => {
    const { updates } = parse(await read('.github/dependabot.yml'))
    const { minimumReleaseAge } = parse(await read('pnpm-workspace.yaml'))
    for (const { cooldown } of updates) expect(cooldown['default-days'] * 24 * 60).toBe(minimumReleaseAge)
    expect(updates).toHaveLength(2)
  })
})
