import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'

/** A refresh that the server granted. */
interface Exchange {
  readonly turn: string
  readonly sent: string
  readonly issued: string
  /** The time of the server's answer, in ms of `performance.now()`. */
  readonly at: number
}

/** The part of its work in which a worker was killed. */
export const moments = ['between turns', 'not asked yet', 'not answered yet', 'not written yet', 'written'] as const

export type Moment = (typeof moments)[number]

/** Sees all that is asked of the token endpoint, and knows what is in the store. */
export interface Referee {
  /** To be put in the place of the token endpoint. */
  readonly watch: OverrideEndpoint
  /** Whether the only live refresh token was on its way to a worker that was killed. Until the next sign-in. */
  lost(): boolean
  /** The first rule that a worker has broken. */
  violation(): string | undefined
  /** @param turn that the worker had when it was killed, at a time of `performance.now()` */
  momentOf(turn: string | undefined, killedAt: number): Promise<Moment>
  signedIn(): void
}

export interface RefereeOptions {
  isKilled(worker: string): boolean
  /** The refresh token in the store. */
  stored(): Promise<string | undefined>
}

export function createReferee({ isKilled, stored }: RefereeOptions): Referee {
  const exchanges: Exchange[] = []
  let lost = false
  let violation: string | undefined

  /** Finds the reason for which a worker sent a refresh token that the server refused: a lost answer, or a broken rule. */
  async function judge(sent: string, turn: string): Promise<void> {
    const earlier = exchanges.find((exchange) => exchange.sent === sent)
    const by = earlier?.turn.split('/')[0] ?? 'nobody'
    if (!earlier) violation ??= `${turn} sent a refresh token that the server refused and nobody had used`
    else if (!isKilled(by)) violation ??= `${turn} sent a refresh token that ${by} had used, who lives`
    else if ((await stored()) !== sent) violation ??= `${turn} sent a refresh token that was not the stored one`
    else lost = true
  }

  return {
    async watch(request, answer) {
      const form = new URLSearchParams(await request.text())
      if (form.get('grant_type') !== 'refresh_token') return undefined
      const sent = form.get('refresh_token') ?? ''
      const turn = request.headers.get('x-turn') ?? 'somebody'
      const response = await answer()
      if (response.status !== 200) await judge(sent, turn)
      else {
        const { refresh_token: issued } = await response.clone().json()
        exchanges.push({ turn, sent, issued, at: performance.now() })
      }
      return response
    },
    lost: () => lost,
    violation: () => violation,
    async momentOf(turn, killedAt) {
      if (turn === undefined) return 'between turns'
      const exchange = exchanges.find((exchange) => exchange.turn === turn)
      if (!exchange) return 'not asked yet'
      const { issued, at } = exchange
      if (exchanges.some(({ sent }) => sent === issued) || (await stored()) === issued) return 'written'
      return at > killedAt ? 'not answered yet' : 'not written yet'
    },
    signedIn() {
      lost = false
    },
  }
}
