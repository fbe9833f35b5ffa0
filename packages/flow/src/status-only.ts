export { serverKey } from './server-key.ts'
export { listStatus, readStatus, type Status } from './status.ts'
