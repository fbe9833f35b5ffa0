export { redactValue } from './redact-value.ts'
export { createSecrets, type Secrets } from './secrets.ts'
export { namedSecrets, secretsInUrl } from './secrets-in.ts'
