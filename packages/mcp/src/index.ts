export type { OAuthClientProvider, WireTokens } from './oauth-client-provider.ts'
export { type ToOAuthClientProviderOptions, toOAuthClientProvider } from './to-oauth-client-provider.ts'
export { type WithSharedRefreshOptions, withSharedRefresh } from './with-shared-refresh.ts'
export { type McpEvent, type WithTokensOptions, withTokens } from './with-tokens.ts'
