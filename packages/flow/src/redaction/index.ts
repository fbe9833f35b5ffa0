export { publishUrls } from './find-public.ts'
export { secretsInHeaders, secretsInUrl } from './find-secrets.ts'
export { redactValue } from './redact-value.ts'
export { createSecrets, isWords, type Secrets } from './secrets.ts'
