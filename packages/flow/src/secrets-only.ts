export { redactValue } from './redact-value.ts'
export { createSecrets, type Secrets } from './secrets.ts'
export { secretsInHeaders, secretsInUrl } from './secrets-in.ts'
