export type { RecordKey } from './record-key.ts'
export { type EnvelopeOptions, withEnvelope } from './with-envelope.ts'
