import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { expect, it } from 'vitest'
import { createNest } from './canary.ts'
import { back, describeEchoes, endpoints, leaks } from './describe-echoes.ts'

// Those two take the longest, and have files of their own.
for (const endpoint of endpoints) if (endpoint !== 'token' && endpoint !== 'authorize') describeEchoes(endpoint)

it('a program that starts later knows what the store holds, although it has sent and received nothing yet', async () => {
  const nest = await createNest()
  const store = memoryTokenStore()
  await nest.signedIn({ store })
  nest.echo('authorize', back)
  nest.tell(
    await nest
      .open({ store })
      .login({ force: true })
      .catch((error: unknown) => error),
  )
  // Nobody here can know a secret that the one before it has seen and not kept.
  const kept = leaks(nest).filter((name) => ['token', 'client secret', 'urlKey'].includes(name))
  expect(kept).toEqual([])
  expect(nest.told()).toContain('[redacted]')
})

it('finds what is not held back', async () => {
  const nest = await createNest()
  const auth = await nest.signedIn()
  const token = (await auth.token())?.accessToken ?? ''
  nest.tell(new Error('outer', { cause: new Error(`inner ${token}`) }))
  expect(leaks(nest)).toEqual(['token'])
  expect(auth.redact(nest.told())).not.toContain(token)
})
