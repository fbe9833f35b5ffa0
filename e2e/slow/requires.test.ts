import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../src/child.ts'
import { findNodes, install } from './installed.ts'

const packages = ['@fast-agent-auth/config', '@fast-agent-auth/token-store-redis', 'fast-agent-auth']
/** The first of each line that `engines` names. */
const versions = process.env.EVERY_NODE ? ['20.19.0', '22.12.0'] : ['22.12.0']

describe.each(packages)('%s, from a CommonJS program,', (name) => {
  let folder: string
  let nodes: Awaited<ReturnType<typeof findNodes>>
  beforeAll(async () => {
    folder = await install(name)
    nodes = await findNodes(versions)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(versions)('is loaded by require() on Node %s', async (version) => {
    const program = `console.log(Object.keys(require('${name}')).length > 0)`
    const { stdout } = await run(nodes[version] ?? '', ['--input-type=commonjs', '--eval', program], { cwd: folder })
    expect(stdout).toBe('true\n')
  })
})
