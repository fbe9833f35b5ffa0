import type { CallToolResult, Client } from '@modelcontextprotocol/client'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { commandLine, type Subject } from '../errors/command-line.ts'
import { shownTarget } from '../servers/server-name.ts'
import type { Limits } from '../sign-in/mcp-client.ts'
import { type UseServerOptions, useServer } from '../sign-in/use-server.ts'
import { printableLines } from '../terminal/printable.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'

/** Calls a tool of a server, and shows what it answers. */
export async function call(
  target: string,
  tool: string,
  text: string | undefined,
  options: UseServerOptions,
  world: World,
): Promise<void> {
  // Before anything is connected: a slip of the pen should not ask a person to sign in.
  const parameters = parseArguments(text === '-' ? await world.stdin.readAll(world.signal) : (text ?? '{}'))
  const { stdout } = world
  const request = { name: tool, arguments: parameters }
  const result = await useServer(target, options, world, async (client, limits) => {
    const assertKnown = async (): Promise<void> => {
      if (await isUnknown(tool, client, limits)) throw unknownTool({ ...options, target }, tool, world)
    }
    try {
      const answer = await client.callTool(request, limits)
      if (answer.isError) await assertKnown()
      return answer
    } catch (error) {
      if (isRefusedCall(error)) await assertKnown()
      throw error
    }
  })
  if (options.json) writeJson(result, stdout, { ...world, indent: 2 })
  else for (const block of result.content) stdout.write(`${describe(block)}\n`)
  if (result.isError) throw new CliError(exitCodes.failed, `The tool ${tool} failed.`, { code: 'tool_failed' })
}

/** Whether a server said no to the call itself: it may know no such tool (JSON-RPC 2.0 §5.1). */
function isRefusedCall(error: unknown): boolean {
  return error instanceof Error && 'code' in error && [-32601, -32602].includes(Number(error.code))
}

/** Whether the server lists no tool of that name, which is asked only after a call has failed. */
async function isUnknown(tool: string, client: Client, limits: Limits): Promise<boolean> {
  const listed = await client.listTools(undefined, limits).catch(() => undefined)
  return listed !== undefined && listed.nextCursor === undefined && !listed.tools.some(({ name }) => name === tool)
}

function unknownTool(subject: Subject, tool: string, world: World): CliError {
  const message = `${shownTarget(subject.target)} has no tool called ${tool}.`
  return new CliError(exitCodes.failed, message, {
    code: 'unknown_tool',
    commands: [commandLine('tools', subject, world)],
  })
}

function parseArguments(text: string): Record<string, unknown> {
  const hint = `Write them like '{"text": "hello"}', or - to read them from standard input.`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CliError(exitCodes.usage, 'The arguments of the tool are not JSON.', { hint })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(exitCodes.usage, 'The arguments of the tool must be a JSON object.', { hint })
  }
  return Object.fromEntries(Object.entries(value))
}

function describe(block: CallToolResult['content'][number]): string {
  if (block.type === 'text') return printableLines(block.text)
  return `(${block.type}; --json shows it)`
}
