import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'
import { formOf } from './answers.ts'
import type { Odd } from './row.ts'

const membersOf = async (message: Request | Response): Promise<Readonly<Record<string, unknown>>> =>
  (await message.clone().json()) as Readonly<Record<string, unknown>>

/** A server that grants a client no scope but those of its registration. */
export const strictScopes: Odd = () => {
  const granted = new Map<unknown, readonly string[]>()
  const register: OverrideEndpoint = async (request, answer) => {
    const response = await answer()
    granted.set((await membersOf(response)).client_id, String((await membersOf(request)).scope ?? '').split(' '))
    return response
  }
  const authorize: OverrideEndpoint = async (request) => {
    const asked = await formOf(request)
    const known = granted.get(asked.get('client_id')) ?? []
    const foreign = asked
      .get('scope')
      ?.split(' ')
      .some((name) => !known.includes(name))
    if (!foreign) return undefined
    const back = new URL(asked.get('redirect_uri') ?? '')
    const iss = 'https://auth.example.com'
    back.search = String(new URLSearchParams({ error: 'invalid_scope', state: asked.get('state') ?? '', iss }))
    return Response.redirect(back)
  }
  return { authorize, register }
}
