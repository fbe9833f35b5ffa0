import { isRecord } from './values.ts'

type Message = Readonly<Record<string, unknown>>

const PROTOCOL_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26']

const string = { type: 'string' }
const number = { type: 'number' }

const TOOLS = [
  tool('echo', 'Says what was said', { message: string }),
  tool('add', 'Adds two numbers', { a: number, b: number }),
  tool('write', 'Keeps a text', { text: string }),
]

function tool(name: string, description: string, properties: Readonly<Record<string, object>>): Message {
  return { name, description, inputSchema: { type: 'object', properties, required: Object.keys(properties) } }
}

/** The name of the tool that the message calls, or `undefined` where it calls none. */
export function toolOf(message: Message): string | undefined {
  if (message.method !== 'tools/call' || !isRecord(message.params)) return undefined
  return typeof message.params.name === 'string' ? message.params.name : undefined
}

/** The JSON-RPC response, or `undefined` to a message that wants none. */
export function answerMessage(message: Message): object | undefined {
  if (message.id === undefined || message.method === undefined) return undefined
  const result = resultOf(message)
  const outcome = typeof result === 'string' ? { error: { code: codeOf(message), message: result } } : { result }
  return { jsonrpc: '2.0', id: message.id, ...outcome }
}

function codeOf({ method }: Message): number {
  return method === 'tools/call' ? -32602 : -32601
}

/** The result, or what is wrong with the request. */
function resultOf(message: Message): object | string {
  const params = isRecord(message.params) ? message.params : {}
  switch (message.method) {
    case 'initialize':
      return initialize(params)
    case 'ping':
      return {}
    case 'tools/list':
      return { tools: TOOLS }
    case 'tools/call':
      return callTool(toolOf(message), isRecord(params.arguments) ? params.arguments : {})
    default:
      // `server/discover` too: with this answer a client goes on with `initialize`.
      return 'Method not found'
  }
}

function initialize({ protocolVersion }: Message): object {
  return {
    protocolVersion: PROTOCOL_VERSIONS.find((version) => version === protocolVersion) ?? PROTOCOL_VERSIONS[0],
    capabilities: { tools: {} },
    serverInfo: { name: 'mock-server', version: '1.0.0' },
  }
}

function callTool(name: string | undefined, { message, a, b, text }: Message): object | string {
  switch (name) {
    case 'echo':
      return content(String(message))
    case 'add':
      return content(String(Number(a) + Number(b)))
    case 'write':
      return content(`Kept: ${text}`)
    default:
      return 'Unknown tool'
  }
}

function content(text: string): object {
  return { content: [{ type: 'text', text }] }
}
