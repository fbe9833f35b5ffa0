import type { Access } from './authorization-server.ts'
import { readScope, writeScope } from './scopes.ts'

interface Tool {
  readonly name: string
  readonly description: string
  readonly inputSchema: {
    readonly type: 'object'
    readonly properties: Record<string, { readonly type: string }>
    readonly required?: string[]
  }
  readonly scope: string
  /** Returns the result as text; throws if the arguments are wrong. */
  run(input: Readonly<Record<string, unknown>>, access: Access): string
}

/** The tools as both SDK servers serve them. */
export interface Toolbox {
  list(): { tools: Pick<Tool, 'name' | 'description' | 'inputSchema'>[] }
  call(
    request: { name: string; arguments?: Record<string, unknown> | undefined },
    access: Access,
  ): { content: { type: 'text'; text: string }[]; isError?: true }
  /** The scope that a JSON-RPC body needs: the tool's for a tool call, else the scope for reading. */
  scopeFor(message: unknown): string
}

export function createToolbox(): Toolbox {
  const tools = [whoami, add, createWriteNote()]
  const find = (name: unknown): Tool | undefined => tools.find((tool) => tool.name === name)
  return {
    list: () => ({ tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })) }),
    call({ name, arguments: input = {} }, access) {
      try {
        const tool = find(name)
        if (!tool) throw new TypeError(`there is no tool ${name}`)
        return { content: [{ type: 'text', text: tool.run(input, access) }] }
      } catch (error) {
        return {
          content: [{ type: 'text', text: error instanceof Error ? error.message : String(error) }],
          isError: true,
        }
      }
    },
    scopeFor(message) {
      const calls = [message].flat().filter(isToolCall)
      return (
        calls.map(({ params }) => find(params.name)?.scope ?? readScope).find((scope) => scope !== readScope) ??
        readScope
      )
    },
  }
}

const whoami: Tool = {
  name: 'whoami',
  description: 'Says as whom and with which scopes you are signed in',
  inputSchema: { type: 'object', properties: {} },
  scope: readScope,
  run: (_input, { user, scopes }) => JSON.stringify({ user, scopes }),
}

const add: Tool = {
  name: 'add',
  description: 'Adds two numbers',
  inputSchema: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] },
  scope: readScope,
  run({ a, b }) {
    if (typeof a !== 'number' || typeof b !== 'number') throw new TypeError('a and b must be numbers')
    return String(a + b)
  },
}

function createWriteNote(): Tool {
  const notes = new Map<string, string[]>()
  return {
    name: 'write_note',
    description: 'Writes a note and says how many you have',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    scope: writeScope,
    run({ text }, { user }) {
      if (typeof text !== 'string') throw new TypeError('text must be a string')
      const own = [...(notes.get(user) ?? []), text]
      notes.set(user, own)
      return own.length === 1 ? 'Noted. You have 1 note.' : `Noted. You have ${own.length} notes.`
    },
  }
}

function isToolCall(message: unknown): message is { params: { name?: unknown } } {
  if (typeof message !== 'object' || message === null) return false
  const { method, params } = message as { method?: unknown; params?: unknown }
  return method === 'tools/call' && typeof params === 'object' && params !== null
}
