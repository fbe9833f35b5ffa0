import { type Advice, advise, type Remedy } from './untrusted/advise.ts'

/** The next step for metadata that a person gave. */
export const correctGiven: Advice = {
  next: 'Correct the option authorizationServer.',
  details: { option: 'authorizationServer' },
}

/** The way out of a fault of metadata: one's own in its place, or to correct that. */
export function correction(
  { isGiven }: { readonly isGiven?: boolean | undefined },
  { condition }: Pick<Remedy, 'condition'>,
  others: readonly Remedy[] = [],
): Advice {
  if (isGiven) return others.length > 0 ? advise(others) : correctGiven
  return advise([...others, { condition, option: 'authorizationServer' }])
}
