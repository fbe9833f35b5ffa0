export { type McpEvent, type WithTokensOptions, withTokens } from './with-tokens.ts'
