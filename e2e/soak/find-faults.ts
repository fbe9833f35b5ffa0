import { findSecrets } from './find-secrets.ts'
import { growthOf, isFlat } from './is-flat.ts'
import type { Rule } from './messages.ts'
import type { SoakResult } from './soak.ts'

/** A rule that does not hold, with the reason. */
export interface Fault {
  readonly about: Rule
  readonly what: string
}

export function findFaults({ clients, books, failures, texts }: SoakResult): readonly Fault[] {
  const violations = books.violations.map((what) => ({
    about:
      'no refresh token is sent once it was replaced, nothing to anybody else, and no window without need' as const,
    what,
  }))
  const secrets = findSecrets(texts, books.secrets).map((what) => ({
    about: 'no secret is in an event, an error or on a screen' as const,
    what: what.slice(0, 2000),
  }))
  const held = clients.flatMap(({ name, before, after }) =>
    after.handles.join() === before.handles.join() && after.files <= before.files
      ? []
      : {
          about: 'all handles are closed' as const,
          what: `${name}: ${after.files - before.files} files more; ${after.handles.join(', ')} in place of ${before.handles.join(', ')}`,
        },
  )
  const grown = clients.flatMap(({ name, samples }) => {
    const { middle, last } = growthOf(samples)
    return isFlat(samples)
      ? []
      : { about: 'memory stays flat' as const, what: `${name}: ${middle} became ${last} bytes` }
  })
  return [...failures, ...violations, ...secrets, ...held, ...grown, ...missing({ clients, books })]
}

/** Too little happened for the rest to mean anything: less than a tenth of what a minute brings. */
function missing({ clients, books }: Pick<SoakResult, 'clients' | 'books'>): readonly Fault[] {
  const about = 'enough went wrong, and enough was answered'
  const kinds = new Set(books.counts.map(([name]) => name.split('/')[1]))
  const idle = clients.filter(
    ({ outcomes }) => !outcomes.some(([name, count]) => name === 'answered 200' && count >= 50),
  )
  return [
    ...idle.map(({ name }) => ({ about, what: `${name}: hardly a call was answered` }) as const),
    ...(books.refreshes < 10 ? [{ about, what: `only ${books.refreshes} refreshes` } as const] : []),
    ...(kinds.size < 30 ? [{ about, what: `only ${kinds.size} ways to misbehave` } as const] : []),
  ]
}
