import { KeyringError } from './keyring-error.ts'
import { parseJson } from './parse-json.ts'

/** Whether a later version of this program wrote a text: it alone knows what else would be lost with it. */
export function isOfLaterVersion(text: string): boolean {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || !('version' in value)) return false
  return Number.isInteger(value.version) && Number(value.version) > 1
}

export function laterVersion(key: string): KeyringError {
  const message = `The record ${JSON.stringify(key)} in the keychain was written by a later version of this program, and stays as it is: update this one.`
  return new KeyringError('later_version', message)
}
