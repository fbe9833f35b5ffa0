/** Rules for authorization servers that differ from the specifications. Each member is one difference. */
export interface Quirks {
  /** It supports PKCE with S256, although its metadata does not say so. */
  readonly pkce?: 'assume-s256' | undefined
  /** The placeholder in its metadata for the first path segment of the issuer: one document serves all tenants. */
  readonly tenantPlaceholder?: string | undefined
  /** The client authentication that it takes, where its metadata does not say so. */
  readonly tokenEndpointAuthMethods?: readonly string[] | undefined
  /** It refuses the parameter `resource` (RFC 8707). */
  readonly resourceParameter?: 'omit' | undefined
  /** It takes the resource in the parameter `audience` of the authorization request as well. */
  readonly audienceParameter?: 'resource' | undefined
  /** It refuses the scope `offline_access`, even if its metadata or a challenge names that scope. */
  readonly offlineAccess?: 'omit' | undefined
  /** More parameters of the authorization request, without which it issues no refresh tokens. */
  readonly authorizationParams?: Readonly<Record<string, string>> | undefined
  /** It wants the granted scope again in each refresh. */
  readonly refreshScope?: 'repeat' | undefined
  /** The only host of a loopback redirect that it takes. */
  readonly redirectHost?: 'localhost' | '127.0.0.1' | undefined
}

/** The rules for the authorization servers of one provider, beyond what they publish. */
export interface QuirkProfile {
  readonly provider: string
  /** Hosts of its issuers; `*` stands for one or more labels. */
  readonly hosts: readonly string[]
  readonly quirks: Quirks
  /** The page on which a person registers an application. */
  readonly registration?: string | undefined
}

/** The known providers, from their documentation and metadata in autumn 2026. */
export const quirkProfiles: readonly QuirkProfile[] = [
  {
    provider: 'GitHub',
    hosts: ['github.com'],
    quirks: { resourceParameter: 'omit', tokenEndpointAuthMethods: ['client_secret_post'] },
    registration: 'https://github.com/settings/developers',
  },
  {
    provider: 'Google',
    hosts: ['accounts.google.com'],
    quirks: { offlineAccess: 'omit', authorizationParams: { access_type: 'offline', prompt: 'consent' } },
    registration: 'https://console.cloud.google.com/apis/credentials',
  },
  {
    provider: 'Microsoft Entra',
    hosts: ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn'],
    quirks: {
      pkce: 'assume-s256',
      tenantPlaceholder: '{tenantid}',
      // Its scopes name the resource, and it refuses a request in which the two are not the same text.
      resourceParameter: 'omit',
      refreshScope: 'repeat',
    },
    registration: 'https://entra.microsoft.com, under App registrations,',
  },
  {
    provider: 'Amazon Cognito',
    hosts: ['cognito-idp.*.amazonaws.com', '*.amazoncognito.com'],
    quirks: { pkce: 'assume-s256' },
    registration: 'https://console.aws.amazon.com/cognito',
  },
  {
    provider: 'Auth0',
    hosts: ['*.auth0.com'],
    quirks: { audienceParameter: 'resource' },
    registration: 'https://manage.auth0.com',
  },
  {
    provider: 'Slack',
    hosts: ['slack.com', 'mcp.slack.com'],
    quirks: { redirectHost: 'localhost' },
    registration: 'https://api.slack.com/apps',
  },
  {
    provider: 'Salesforce',
    hosts: ['login.salesforce.com', 'test.salesforce.com', '*.my.salesforce.com'],
    quirks: { redirectHost: 'localhost' },
    registration: 'the External Client App Manager of your Salesforce organisation',
  },
  {
    provider: 'Asana',
    hosts: ['app.asana.com'],
    quirks: {},
    registration: 'https://app.asana.com/0/my-apps',
  },
]
