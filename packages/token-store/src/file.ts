export { dataFolder } from './data-folder.ts'
export { type FileTokenStoreOptions, fileTokenStore } from './file-token-store.ts'
