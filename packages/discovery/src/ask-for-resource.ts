import type { Answer, Documents } from './documents.ts'

/** Resource metadata, asked for once more where the first answer may pass: where there was none, and where `mayPass` says so. */
export async function askForResource(
  url: string,
  documents: Documents,
  mayPass: (answer: Answer) => boolean = () => false,
): Promise<Answer> {
  const answer = await documents.get(url)
  return ofResource(isCut(answer) || mayPass(answer) ? await documents.again(url) : answer)
}

function isCut(answer: Answer): boolean {
  return answer.kind === 'transient' && answer.isCut === true
}

/** A document that speaks of no resource is none: some servers answer every path, with 200 and an error in JSON. */
function ofResource(answer: Answer): Answer {
  if (answer.kind !== 'found') return answer
  const { url, document } = answer
  const isOne = Object.hasOwn(document, 'resource') || Object.hasOwn(document, 'authorization_servers')
  return isOne ? answer : { kind: 'miss', url, reason: 'names no resource' }
}
