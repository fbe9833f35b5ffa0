/**
 * Whether a JSON record names a later format version than 1. Only a later program knows what else such a record holds.
 */
export function isOfLaterVersion(text: string | undefined): boolean {
  const version = versionOf(text ?? '')
  return Number.isInteger(version) && Number(version) > 1
}

/** @param what the record or file, as the subject of the sentence */
export function laterVersionMessage(what: string): string {
  return `${what} was written by a later version of this program, so this one does not change it: update this program.`
}

function versionOf(text: string): unknown {
  try {
    const record: unknown = JSON.parse(text)
    return typeof record === 'object' && record !== null && 'version' in record ? record.version : undefined
  } catch {
    return undefined
  }
}
