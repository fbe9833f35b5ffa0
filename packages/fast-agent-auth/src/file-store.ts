export { type FileTokenStoreOptions, fileTokenStore } from '@fast-agent-auth/token-store/file'
