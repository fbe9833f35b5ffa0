import type { TokenStore } from '@fast-agent-auth/token-store'
import { expect } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import type { SessionOptions } from '../src/internal.ts'
import { createTestSession, createWorld, type TestSession, type World, type WorldOptions } from './world.ts'

export const server = 'https://mcp.example.com/mcp'
export const issuer = 'https://auth.example.com'

/** The two questions to a token endpoint. */
export const questions = ['the exchange of a code', 'a refresh'] as const
export type Question = (typeof questions)[number]

export interface Asked extends World {
  readonly session: TestSession
  /** The tokens that were held before. */
  readonly held: TokenSet
  /** The records of tokens and clients as they were before. */
  readonly before: Readonly<Record<string, string | undefined>>
  readonly tokens?: TokenSet
  readonly error?: unknown
  /** The error of the token request itself, where another one says what it leads to. */
  readonly failure?: unknown
}

export type TokenAnswer = (request: Request, answer: () => Promise<Response>) => Response | Promise<Response>

/** Somebody who has signed in before asks the token endpoint once more, which answers so. */
export async function ask(
  question: Question,
  answer: TokenAnswer,
  { options, ...worldOptions }: WorldOptions & { readonly options?: Partial<SessionOptions> } = {},
): Promise<Asked> {
  const world = createWorld(worldOptions)
  const session = createTestSession(world.mock.serverUrl, { ...world.options, ...options })
  const held = await session.login()
  const before = await recordsOf(world.store)
  world.mock.clear()
  world.mock.override.token = answer
  const asked = question === 'a refresh' ? session.renew({ rejected: held }) : session.login({ force: true })
  const outcome = await asked.then(
    (tokens) => ({ tokens }),
    (error: Error & { readonly code?: string }) => ({
      error,
      failure: error.code === 'login_required' ? error.cause : error,
    }),
  )
  return { ...world, session, held, before, ...outcome }
}

/**
 * The records of tokens and of clients, but for what was noted of refusals. What was discovered goes after a
 * sign-in that failed.
 */
export async function recordsOf(store: TokenStore): Promise<Readonly<Record<string, string | undefined>>> {
  const keys = (await store.keys()).filter((key) => /^(client|tokens):/.test(key)).toSorted()
  const read = async (key: string): Promise<string | undefined> => {
    const text = await store.get(key)
    return text && JSON.stringify({ ...JSON.parse(text), refusedAt: undefined, refreshFailure: undefined })
  }
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await read(key)] as const)))
}

/** All that was sent to the token endpoint. */
export function formsOf({ mock }: Pick<World, 'mock'>): readonly Readonly<Record<string, string>>[] {
  return mock.requestsTo('token').map(({ form }) => Object.fromEntries(form ?? []))
}

/** The form that the question sends where the client is public. */
export function formOf(question: Question, { held }: Pick<Asked, 'held'>): Readonly<Record<string, unknown>> {
  const { clientId: client_id, refreshToken: refresh_token, resource } = held
  if (question === 'a refresh') return { grant_type: 'refresh_token', client_id, refresh_token, resource }
  return {
    grant_type: 'authorization_code',
    client_id,
    code: expect.stringMatching(/./),
    redirect_uri: 'http://127.0.0.1:3030/callback',
    code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    resource,
  }
}

/** The metadata of the authorization server, or of the resource, with other members from now on. */
export function change(
  { mock }: World,
  endpoint: 'authorizationServerMetadata' | 'resourceMetadata',
  members: object,
): void {
  mock.override[endpoint] = async (_, answer) => {
    const response = await answer()
    return response.status === 200 ? Response.json({ ...(await response.json()), ...members }) : response
  }
}
