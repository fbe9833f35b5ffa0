import { hasAddress } from './find-answer.ts'
import { mendPasted } from './mend-pasted.ts'

/** Whether a pasted text begins an answer of its own, and does not go on where `before` was cut. */
export function beginsAnew(text: string, before: string): boolean {
  const [begun, mended] = [mendPasted(before), mendPasted(text)]
  // An encoded URL after "iss=" is the value of that.
  const isValue = begun.endsWith('=') && !text.includes('://')
  if (hasAddress(mended)) return !isValue
  return mended.startsWith('?') || (/^(?:code|state|error)=/.test(mended) && !/[?&]$/.test(begun))
}
