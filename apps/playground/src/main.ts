#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { startPlayground } from './playground.ts'

const options = { port: { type: 'string' }, 'access-token-lifetime': { type: 'string' } } as const

try {
  const { values } = parseArgs({ options })
  await run(wholeNumber(values, 'port'), wholeNumber(values, 'access-token-lifetime'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}

async function run(port?: number, accessTokenLifetime?: number): Promise<void> {
  const playground = await startPlayground({ port, accessTokenLifetime })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => playground.close())
  console.log(`MCP server            ${playground.mcpUrl}  (SSE: ${playground.sseUrl})`)
  console.log(`Authorization server  ${playground.issuer}  (any user name, password "secret")`)
  console.log('Press Ctrl-C to stop.')
}

function wholeNumber(values: Record<string, string | undefined>, name: keyof typeof options): number | undefined {
  const text = values[name]
  if (text !== undefined && !/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number`)
  return text === undefined ? undefined : Number(text)
}
