import { expect, it } from 'vitest'
import { loadingFetch } from '../src/loading-fetch.ts'

it('loads what sends with the first request, once for all, and again where that failed', async () => {
  const loads: string[] = []
  const fetch = loadingFetch({ serverUrl: 'https://mcp.example.com/mcp' }, async () => {
    loads.push('load')
    if (loads.length === 1) throw new Error('Cannot find module')
    return () => async () => new Response('sent')
  })
  expect(loads).toEqual([])
  await expect(fetch('https://as.example.com/')).rejects.toThrow('Cannot find module')
  const answers = await Promise.all([fetch('https://as.example.com/'), fetch('https://as.example.com/')])
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['sent', 'sent'])
  expect(loads).toHaveLength(2)
})
