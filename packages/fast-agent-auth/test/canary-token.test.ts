import { expect, it } from 'vitest'
import { createNest } from './canary.ts'
import { describeEchoes, echoes, seenIn, signIns } from './describe-echoes.ts'

describeEchoes('token')

it.each(echoes)(
  'the token endpoint repeats the secret of a client that the user has registered, %s, and nobody sees it',
  async (_, echo) => {
    const nest = await createNest({ own: 'canary-own-secret-4f5a6b7c' })
    const seen: string[] = []
    for (const name of ['token()', 'login({ force })', 'fetch()']) {
      for (const options of signIns) seen.push(...(await seenIn(nest, name, options, () => nest.echo('token', echo))))
    }
    expect(nest.mock.requestsTo('register')).toEqual([])
    expect(seen).toEqual([])
  },
)
