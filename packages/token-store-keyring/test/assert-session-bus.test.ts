import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { assertSessionBus } from '../src/assert-session-bus.ts'
import { temporaryFolder } from './temporary-folder.ts'

const minute = 60_000

/** Something that listens at a path, and does with a connection what it is told. */
async function listen(onConnection: (socket: Socket) => void, kind = '') {
  const path = join(await temporaryFolder(), 'bus')
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(kind + path, resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { path, sockets }
}

it('gives up on a bus that listens and says nothing, which would stop the whole process', async () => {
  const { path } = await listen(() => {})
  const reaching = assertSessionBus(1, { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })
  await expect(reaching).rejects.toMatchObject({ code: 'too_slow' })
})

it.each([
  ['is in the environment', (path: string) => ({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })],
  ['has a guid', (path: string) => ({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path},guid=0123` })],
  [
    'is the first of several',
    (path: string) => ({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path};unix:path=${path},guid=01;` }),
  ],
  ['is escaped', (path: string) => ({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path.replace('t', '%74')}` })],
  [
    'is said to be where a session has it',
    (path: string) => ({ DBUS_SESSION_BUS_ADDRESS: 'unix:runtime=yes,guid=01', XDG_RUNTIME_DIR: join(path, '..') }),
  ],
  ['is where a session has it', (path: string) => ({ XDG_RUNTIME_DIR: join(path, '..') })],
])('asks the bus whose address %s, and hangs up when it answers', async (_, environment) => {
  let greeting = ''
  const { path, sockets } = await listen((socket) => {
    socket.on('data', (data) => {
      greeting += data
      socket.write('REJECTED EXTERNAL\r\n')
    })
  })
  await assertSessionBus(minute, environment(path))
  expect(greeting).toMatch(/^\0AUTH EXTERNAL [0-9a-f]+\r\n$/)
  expect(sockets.length).toBe(1)
})

it.runIf(process.platform === 'linux')(
  'says nothing to a bus that is no file, which any user may have made',
  async () => {
    const { path, sockets } = await listen((socket) => socket.write('REJECTED EXTERNAL\r\n'), '\0')
    const reaching = assertSessionBus(minute, { DBUS_SESSION_BUS_ADDRESS: `unix:abstract=${path}` })
    await expect(reaching).rejects.toMatchObject({ code: 'unavailable' })
    expect(sockets).toEqual([])
  },
)

it.each([
  'unix:abstract=/tmp/dbus-x,guid=01',
  'unix:guid=01,abstract=/tmp/dbus-x',
  'unix:path=/own,abstract=/tmp/dbus-x',
  'unix:path=/own,path=/tmp/dbus-x',
  'unix:path=own',
  'unix:path=/own%ff',
  'unix:tmpdir=/tmp',
  'unix:dir=/tmp',
  'unix:runtime=yes',
  'tcp:host=localhost,port=1',
  'nonce-tcp:host=localhost,port=1,noncefile=/own',
  'autolaunch:',
  'unixexec:path=/own',
  'systemd:',
  'unix:path=/own;tcp:host=localhost,port=1',
])('refuses a bus whose owner cannot be checked, and says what to do instead: %s (H110)', async (address) => {
  const reaching = assertSessionBus(
    minute,
    { DBUS_SESSION_BUS_ADDRESS: address },
    { userId: 1000, ownerOf: () => 1000 },
  )
  await expect(reaching).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(
      /nobody can check .*: set DBUS_SESSION_BUS_ADDRESS to a session at a path .* or use a file/,
    ),
  })
})

it.each([
  ['nobody listens', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
  ['nobody has made the socket yet', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/not-there' }],
  ['the session has no bus', { XDG_RUNTIME_DIR: '/nowhere' }],
  ['there is no session', {}],
  ['there is no address', { DBUS_SESSION_BUS_ADDRESS: ';' }],
])('does not let the binding look for a bus where %s (H110)', async (_, environment) => {
  const owners = { userId: 1000, ownerOf: (path: string) => (path === '/' ? 0 : undefined) }
  const reaching = assertSessionBus(minute, environment, owners)
  await expect(reaching).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/no D-Bus session/),
  })
})

it.each([
  ['/run/user/1000/bus', {}],
  ['/run/user/7/bus', { XDG_RUNTIME_DIR: '/run/user/7' }],
])('looks who owns %s, which the binding takes by itself', async (path, environment) => {
  const looked: string[] = []
  const ownerOf = (each: string) => (looked.push(each) === 1 ? 1001 : 1000)
  await expect(assertSessionBus(minute, environment, { userId: 1000, ownerOf })).rejects.toThrow(
    `${path} belongs to another user`,
  )
  expect(looked).toContain(path)
})

it('leaves it to the binding to say so where the bus hangs up', async () => {
  const { path } = await listen((socket) => socket.destroy())
  expect(await assertSessionBus(minute, { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })).toBeUndefined()
})

it.each([
  ['a socket of another user', (path: string) => ({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` }), 'bus'],
  [
    'the second of several',
    (path: string) => ({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}2;unix:guid=01,path=${path}` }),
    'bus',
  ],
  ['a socket in a folder of another user', (path: string) => ({ XDG_RUNTIME_DIR: join(path, '..') }), '.'],
])('says nothing to a bus that somebody else may have put there: %s (H110)', async (_, environment, foreign) => {
  const { path, sockets } = await listen((socket) => socket.write('REJECTED EXTERNAL\r\n'))
  const owners = { userId: 1000, ownerOf: (each: string) => (each === join(path, '..', foreign) ? 1001 : 1000) }
  const reaching = assertSessionBus(minute, environment(path), owners)
  await expect(reaching).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(path) })
  expect(sockets).toEqual([])
})

it('takes a bus whose socket the system has put there', async () => {
  const { path, sockets } = await listen((socket) => socket.write('REJECTED EXTERNAL\r\n'))
  await assertSessionBus(minute, { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` }, { userId: 1000, ownerOf: () => 0 })
  expect(sockets.length).toBe(1)
})
