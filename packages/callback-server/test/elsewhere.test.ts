import { expect, it } from 'vitest'
import { createListen } from '../src/elsewhere.ts'

it('says how to sign in where a runtime opens no port', async () => {
  await expect(createListen()({ state: 's' })).rejects.toMatchObject({
    name: 'CallbackServerError',
    code: 'listen_failed',
    message: expect.stringContaining('Use begin and finish instead'),
  })
})
