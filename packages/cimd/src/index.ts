export { CimdError, type CimdErrorCode } from './cimd-error.ts'
export type { ClientMetadata } from './client-metadata.ts'
export { type CreateClientMetadataOptions, createClientMetadata } from './create-client-metadata.ts'
export {
  type FetchClientMetadataOptions,
  type FetchedClientMetadata,
  fetchClientMetadata,
} from './fetch-client-metadata.ts'
export type { ErrorRule, Finding, Rule, WarningRule } from './finding.ts'
export { clientMetadataSizeLimit } from './read-document.ts'
export { type ClientMetadataOptions, validateClientMetadata } from './validate-client-metadata.ts'
export { validateClientMetadataUrl } from './validate-client-metadata-url.ts'
