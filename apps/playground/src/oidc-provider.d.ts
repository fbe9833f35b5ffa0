/** The part of oidc-provider that is used here; the package brings no types of its own. */
declare module 'oidc-provider' {
  import type { EventEmitter } from 'node:events'
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export interface Adapter {
    upsert(id: string, payload: Payload, expiresIn?: number): Promise<void>
    find(id: string): Promise<Payload | undefined>
    findByUid(uid: string): Promise<Payload | undefined>
    findByUserCode(userCode: string): Promise<Payload | undefined>
    consume(id: string): Promise<void>
    destroy(id: string): Promise<void>
    revokeByGrantId(grantId: string): Promise<void>
  }

  export interface Payload {
    readonly [member: string]: unknown
    readonly uid?: string
    readonly grantId?: string
    readonly userCode?: string
  }

  export interface Context {
    readonly req: IncomingMessage
    type: string
    body: unknown
    readonly oidc?: { readonly params?: { readonly grant_type?: string } }
    set(name: string, value: string): void
  }

  export interface AccessToken {
    readonly accountId: string
    readonly aud?: string
    readonly clientId: string
    readonly exp: number
    readonly scope?: string
  }

  export interface Client {
    readonly clientId: string
    readonly clientName?: string
    grantTypeAllowed(grantType: string): boolean
  }

  export class Grant {
    constructor(options: { accountId: string; clientId: string })
    addOIDCScope(scope: string): void
    addResourceScope(resource: string, scope: string): void
    save(): Promise<string>
  }

  export interface Interaction {
    readonly uid: string
    readonly grantId?: string
    readonly params: Readonly<Record<string, string | string[] | undefined>>
    readonly prompt: {
      readonly name: string
      readonly details: {
        readonly missingOIDCScope?: readonly string[]
        readonly missingResourceScopes?: Readonly<Record<string, readonly string[]>>
      }
    }
    readonly session?: { readonly accountId: string }
  }

  export type InteractionResult =
    | { readonly login: { readonly accountId: string } }
    | { readonly consent: { readonly grantId: string } }
    | { readonly error: string; readonly error_description: string }

  export class Provider extends EventEmitter {
    constructor(issuer: string, configuration: object)
    readonly AccessToken: { find(value: string): Promise<AccessToken | undefined> }
    readonly Client: { find(id: string): Promise<Client | undefined> }
    readonly Grant: typeof Grant & { find(id: string): Promise<Grant | undefined> }
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): this
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: InteractionResult,
      options: { mergeWithLastSubmission: boolean },
    ): Promise<void>
  }

  export const errors: {
    readonly InvalidTarget: new (description?: string) => Error
  }
}
