import type { Override } from '@fast-agent-auth/mock-server'
import { doubtOf, type Family } from './families.ts'
import type { Ledger } from './ledger.ts'
import type { Card } from './plan.ts'

/** The time from a reason for a window to the window, with all that is asked in between, in ms. */
const reasonable = 15_000

/** Keeps the books of registration and authorization endpoint. */
export function signInOverrides(ledger: Ledger): Override {
  const { families, codes, secrets, journal } = ledger
  return {
    async register(_, answer) {
      const response = await answer()
      const { client_secret: secret } = await response.clone().json()
      if (typeof secret === 'string') secrets.add(secret)
      return response
    },
    async authorize(request, answer) {
      const { searchParams } = new URL(request.url)
      const label = searchParams.get('login_hint') ?? 'somebody'
      if (request.headers.has('x-window')) {
        const { kind }: Card = JSON.parse(request.headers.get('x-card') ?? '')
        const scope = searchParams.get('scope') ?? ''
        journal.note(label, `window for ${scope} (${kind})`)
        if (isNeedless(families.current(label), scope))
          families.accuse([`${label}: a window was opened without need`, ...journal.read(label)].join('\n          '))
      }
      const response = await answer()
      const location = response.headers.get('location')
      const code = location === null ? null : new URL(location).searchParams.get('code')
      if (code !== null) {
        secrets.add(code)
        codes.set(code, label)
      }
      return response
    },
  }
}

/** Nobody had to be asked: the sign-in lives, nothing was wrong with it lately, and nothing more is asked for. */
function isNeedless(family: Family | undefined, scope: string): boolean {
  if (!family || family.ended !== undefined || doubtOf(family) !== undefined) return false
  if (family.troubledAt !== undefined && family.troubledAt + reasonable > Date.now()) return false
  const granted = family.scope.split(' ')
  return scope.split(' ').every((name) => granted.includes(name))
}
