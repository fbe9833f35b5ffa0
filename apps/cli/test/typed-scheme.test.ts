import { expect, it } from 'vitest'
import { withScheme } from '../src/servers/server-url.ts'
import { commandsIn } from './support/hints.ts'
import { runHere } from './support/world.ts'

it.each([
  ['localhost:4710/mcp', 'http'],
  ['localhost/mcp', 'http'],
  ['LOCALHOST:8000', 'http'],
  ['mcp.localhost:4710/mcp', 'http'],
  ['127.0.0.1:4710/mcp', 'http'],
  ['127.1.2.3/mcp', 'http'],
  ['[::1]:4710/mcp', 'http'],
  ['localhost:4710/mcp?server=a', 'http'],
  ['mcp.example.com/mcp', 'https'],
  ['mcp.example.com:8443/mcp', 'https'],
  ['localhost.example.com/mcp', 'https'],
  ['127.0.0.1.example.com/mcp', 'https'],
  ['10.0.0.1:8000/mcp', 'https'],
  ['[2001:db8::1]:8000/mcp', 'https'],
])('a URL typed without scheme is hinted with that of its host: %s is %s', async (typed, scheme) => {
  for (const command of ['login', 'status', 'tools', 'token', 'clear -y']) {
    const { code, stderr } = await runHere([...command.split(' '), typed])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^error: \S+ is neither the name of a configured server nor a URL\.\nhint: A URL is written with its scheme:\n/,
    )
    expect(commandsIn(stderr)).toEqual([[...command.split(' '), `${scheme}://${typed}`]])
  }
  expect(withScheme(typed)).toBe(`${scheme}://${typed}`)
})
