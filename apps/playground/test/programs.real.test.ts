import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { scriptedPerson, startPlayground } from '../src/index.ts'
import { authorize, type SignInOptions, signIn } from './sign-in.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function run(program: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const path = fileURLToPath(new URL(`../src/${program}`, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { env: { ...process.env, ...env } })
  children.push(child)
  return child
}

async function output(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => (out += chunk))
  child.stderr?.on('data', (chunk) => (err += chunk))
  const [code] = await once(child, 'close')
  return { code, out, err }
}

async function isListening(url: string): Promise<boolean> {
  const { port, hostname } = new URL(url)
  const socket = connect(Number(port), hostname)
  const listening = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'close').then(() => false),
  ]).catch(() => false)
  socket.destroy()
  return listening
}

describe('close', () => {
  it('leaves no listener, not even with a stream open', async () => {
    const playground = await startPlayground()
    const { issuer, mcpUrl, sseUrl } = playground
    const { tokens } = await signIn({ issuer, resource: sseUrl, person: scriptedPerson() })
    const stream = await fetch(sseUrl, { headers: { authorization: `Bearer ${tokens.access_token}` } })
    expect(stream.status).toBe(200)
    expect([await isListening(issuer), await isListening(mcpUrl)]).toEqual([true, true])
    await playground.close()
    expect([await isListening(issuer), await isListening(mcpUrl)]).toEqual([false, false])
    await stream.text().catch(() => undefined)
  })
})

describe('the playground program', () => {
  it('says where it is, in three lines and nothing else, and ends cleanly when it is asked to', async () => {
    const child = run('main.ts', ['--port', '0', '--access-token-lifetime', '7'])
    const ended = output(child)
    await once(child.stdout ?? child, 'data')
    child.kill('SIGTERM')
    const { code, out, err } = await ended
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.replaceAll(/:\d+/g, ':PORT')).toMatchInlineSnapshot(`
      "MCP server            http://127.0.0.1:PORT/mcp  (SSE: http://127.0.0.1:PORT/sse)
      Authorization server  http://127.0.0.1:PORT  (any user name, password "secret")
      Press Ctrl-C to stop.
      "
    `)
  })

  it('says which option is wrong, without a stack', async () => {
    const { code, out, err } = await output(run('main.ts', ['--port', 'many']))
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: '--port must be a whole number\n' })
  })

  it('says which port is taken, without a stack', async () => {
    const playground = await startPlayground()
    const { host, port } = new URL(playground.mcpUrl)
    const { code, err } = await output(run('main.ts', ['--port', port]))
    expect({ code, err }).toEqual({ code: 2, err: `listen EADDRINUSE: address already in use ${host}\n` })
    await playground.close()
  })
})

describe('the person program', () => {
  const asProgram =
    (env: Record<string, string>): SignInOptions['person'] =>
    async (url) => {
      const { code, err } = await output(run('person-main.ts', [String(url)], env))
      return { status: code ?? -1, text: err }
    }

  it('signs in like a browser that was given the URL', async () => {
    const playground = await startPlayground()
    const { issuer, mcpUrl: resource } = playground
    const { callback, page } = await authorize({ issuer, resource, person: asProgram({}) })
    expect(page).toEqual({ status: 0, text: '' })
    expect(callback.has('code')).toBe(true)
    await playground.close()
  })

  it('denies where the environment says so', async () => {
    const playground = await startPlayground()
    const { issuer, mcpUrl: resource } = playground
    const { callback } = await authorize({ issuer, resource, person: asProgram({ PLAYGROUND_ANSWER: 'deny' }) })
    expect(callback.get('error')).toBe('access_denied')
    await playground.close()
  })

  it('fails where the sign-in ends on an error page', async () => {
    const playground = await startPlayground()
    const { code, err } = await output(run('person-main.ts', [`${playground.issuer}/auth?client_id=nobody`]))
    expect({ code, err }).toEqual({ code: 1, err: 'The sign-in ended with a page of status 400\n' })
    await playground.close()
  })
})
