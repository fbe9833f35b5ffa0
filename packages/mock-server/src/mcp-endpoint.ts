import type { Context } from './context.ts'
import { answerMessage, toolOf } from './mcp-messages.ts'
import { parseJson } from './recorder.ts'
import { isRecord, scopesOf } from './values.ts'

/** The protected MCP server: Streamable HTTP with JSON responses and no sessions. */
export async function respondMcp(request: Request, context: Context): Promise<Response> {
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (bearer === undefined) return challenge(401, {}, context)
  const token = context.tokens.valid(bearer)
  if (!token) {
    return challenge(401, { error: 'invalid_token', error_description: 'The access token is not valid.' }, context)
  }
  if (request.method === 'DELETE') return new Response(null, { status: 200 })
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST, DELETE' } })

  const message = parseJson(await request.text())
  if (!isRecord(message)) {
    const error = { code: -32700, message: 'The body is not a JSON object.' }
    return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 400 })
  }
  const scope = context.settings.requiredScopes[toolOf(message) ?? '']
  if (scope !== undefined && !scopesOf(scope).every((name) => scopesOf(token.scope).includes(name))) {
    return challenge(403, { error: 'insufficient_scope', scope }, context)
  }
  const answer = answerMessage(message)
  return answer === undefined ? new Response(null, { status: 202 }) : Response.json(answer)
}

/** A refusal with a challenge (RFC 6750 §3, RFC 9728 §5.1). */
function challenge(status: number, error: Readonly<Record<string, string>>, { settings, urls }: Context): Response {
  const parameters = {
    ...error,
    resource_metadata: settings.resourceMetadata === 'challenge' ? urls.resourceMetadata : undefined,
    scope: error.scope ?? settings.challengeScope,
  }
  const quoted = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}="${value}"`,
  )
  const headers = { 'www-authenticate': ['Bearer', quoted.join(', ')].join(' ').trim() }
  return Response.json({ error: error.error ?? 'unauthorized' }, { status, headers })
}
