import { expect, it } from 'vitest'
import { describeOnRedis } from '../../../packages/token-store-redis/test/describe-on-redis.ts'
import { selectStore } from '../src/stores/select-store.ts'
import { folderWith } from './support/files.ts'
import { freePort, secretsOf, startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

const env = { DISPLAY: ':0' }

function configWith(url: string, redisUrl: string): Promise<string> {
  const auth = `{ persist: redis, redis_url: "${redisUrl}", redirect_port: 0 }`
  return folderWith({ 'fast-agent.yaml': `mcp:\n  servers:\n    notes:\n      url: ${url}\n      auth: ${auth}\n` })
}

describeOnRedis('a server with persist: redis', (redis) => {
  it('is signed in to, shown, used and signed out of, all in Redis', async () => {
    const mock = await startMock()
    const cwd = await configWith(mock.serverUrl, redis().url)
    const run = (...argv: readonly string[]) => runHere(argv, { cwd, env, selectStore, browser: mock.openBrowser })
    const place = `Redis at 127.0.0.1:${redis().port}, chosen by fast-agent.yaml:5`
    const login = await run('login', 'notes', '--no-browser')
    expect(login).toMatchObject({ code: 0, stderr: '' })
    expect(login.stdout).toContain(`Kept in  ${place}`)
    // The configuration chose the Redis, which is told before the browser opens.
    expect(login.stdout).toMatch(new RegExp(`\nhttp[^]*/authorize[^]*\n +Tokens go to +${place}\n`))
    const status = await run('status', 'notes')
    expect(status.stdout).toMatch(new RegExp(`^Store: ${place}, usable\n\nnotes\n +State +ready`))
    expect(await run('token', 'notes')).toMatchObject({ code: 0, stdout: `${mock.accessTokens[0]?.value}\n` })
    expect(await run('tools', 'notes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('notes has 3 tools:'),
    })
    expect(await run('clear', 'notes', '--yes')).toMatchObject({
      code: 0,
      stdout: `${mock.serverUrl}: revoked and deleted.\n`,
    })
    expect((await run('status', 'notes')).stdout).toMatch(/\nnotes\n +State +not signed in\n/)
    for (const secret of secretsOf(mock)) expect(login.stdout + status.stdout).not.toContain(secret)
  })

  it('is asked nothing where Redis refuses the password, which is told nowhere', async () => {
    const mock = await startMock()
    const cwd = await configWith(mock.serverUrl, `redis://me:hunter2@127.0.0.1:${redis().port}`)
    const { code, stdout, stderr } = await runHere(['login', 'notes'], { cwd, env, selectStore })
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(stderr).toMatch(/^error: .*Redis.*\n/)
    expect(stderr).not.toContain('hunter2')
    expect(mock.requests).toEqual([])
  })
})

it.each([[['login', 'notes']], [['login', 'notes', '--force']], [['token', 'notes']], [['tools', 'notes']]])(
  '%j ends with 4 before any server is asked where no Redis is running, and says who chose it (H106)',
  async (argv) => {
    const mock = await startMock()
    const cwd = await configWith(mock.serverUrl, `redis://127.0.0.1:${await freePort()}`)
    const { code, stdout, stderr } = await runHere(argv, { cwd, env, selectStore })
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(stderr).toMatch(/^error: .*Redis(?:(?!chosen by).)*It was chosen by fast-agent\.yaml:5\.\n/)
    expect(mock.requests).toEqual([])
  },
)
