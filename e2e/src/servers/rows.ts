import { authorizationRows } from './authorization-rows.ts'
import { callRows } from './call-rows.ts'
import { challengeRows } from './challenge-rows.ts'
import { discoveryRows } from './discovery-rows.ts'
import { endpointRows } from './endpoint-rows.ts'
import { metadataRows } from './metadata-rows.ts'
import { oddWordRows } from './odd-word-rows.ts'
import { refreshRows } from './refresh-rows.ts'
import { registeringRows } from './registering-rows.ts'
import { registrationRows } from './registration-rows.ts'
import { resourceRows } from './resource-rows.ts'
import type { Row } from './row.ts'
import { ruleRows } from './rule-rows.ts'
import { tokenRows } from './token-rows.ts'

export interface Subject {
  readonly title: string
  readonly rows: readonly Row[]
}

/** The table, in the order in which a sign-in meets the answers. */
export const subjects: readonly Subject[] = [
  { title: 'The answer to a request without a token', rows: challengeRows },
  { title: 'The metadata of the resource', rows: resourceRows },
  { title: 'The metadata of the authorization server', rows: metadataRows },
  { title: 'More ways to be found', rows: discoveryRows },
  { title: 'The endpoints that it names', rows: endpointRows },
  { title: 'The registration', rows: [...registrationRows, ...registeringRows] },
  { title: 'The browser', rows: authorizationRows },
  { title: 'The token response', rows: tokenRows },
  { title: 'The refresh', rows: refreshRows },
  { title: 'Calls afterwards', rows: callRows },
  { title: 'Kept out by a rule', rows: ruleRows },
  { title: 'Other words and labels', rows: oddWordRows },
]

export const rows: readonly Row[] = subjects.flatMap((subject) => subject.rows)
