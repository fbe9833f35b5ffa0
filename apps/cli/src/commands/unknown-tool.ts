import type { Client } from '@modelcontextprotocol/client'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { commandLine, type Subject } from '../errors/command-line.ts'
import { shownTarget } from '../servers/server-name.ts'
import type { Limits } from '../sign-in/mcp-client.ts'
import type { World } from '../world.ts'

export interface UsedServer {
  readonly client: Client
  readonly limits: Limits
  readonly subject: Subject
}

/**
 * The error for a failed call, if the server does not list the tool. The list is requested only after such a failure.
 */
export async function unknownTool(
  tool: string,
  { client, limits, subject }: UsedServer,
  world: World,
): Promise<CliError | undefined> {
  const listed = await client.listTools(undefined, limits).catch(() => undefined)
  if (!listed || listed.nextCursor !== undefined || listed.tools.some(({ name }) => name === tool)) return undefined
  return new CliError(exitCodes.failed, `${shownTarget(subject.target)} has no tool called ${tool}.`, {
    code: 'unknown_tool',
    commands: [commandLine('tools', subject, world)],
  })
}

/** Whether a server refused the call itself, perhaps since it knows no such tool (JSON-RPC 2.0 §5.1). */
export function isRefusedCall(error: unknown): boolean {
  return error instanceof Error && 'code' in error && [-32601, -32602].includes(Number(error.code))
}
