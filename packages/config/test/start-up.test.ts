import { expect, it, vi } from 'vitest'
import { read, serverYaml } from './world.ts'

const loaded: string[] = []
vi.mock('yaml', async (original) => {
  loaded.push('yaml')
  return original()
})
vi.mock('jsonc-parser', async (original) => {
  loaded.push('jsonc-parser')
  return original()
})

it('loads a parser only when there is a file for it', async () => {
  await read({}, { MCP__SERVERS__X__URL: 'https://a.example', MCP__SERVERS__X__AUTH: '{}' })
  expect(loaded).toEqual([])
  await read({ '.mcp.json': '{}' })
  expect(loaded).toEqual(['jsonc-parser'])
  await read({ 'fast-agent.yaml': serverYaml('url: https://a.example') })
  expect(loaded).toEqual(['jsonc-parser', 'yaml'])
})
