import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder, dataFolderOf, userFolder, userFolderOf } from '../src/data-folder.ts'

interface Case {
  readonly platform?: NodeJS.Platform
  readonly environment?: NodeJS.ProcessEnv
  /** The home folder; without it, the system reports that there is none. */
  readonly home?: string
}

function folderOf({ platform = 'linux', environment = {}, home }: Case): string {
  return dataFolderOf({
    platform,
    environment,
    home() {
      if (home === undefined) throw Object.assign(new Error('A system error occurred'), { syscall: 'uv_os_homedir' })
      return home
    },
  })
}

const home = '/home/me'
const windows = { platform: 'win32', home: 'C:\\Users\\me' } as const

describe('the data folder', () => {
  it.each<[string, Case, string]>([
    ['Linux', { home }, '/home/me/.local/share/fast-agent-auth'],
    ['Linux with XDG_DATA_HOME', { home, environment: { XDG_DATA_HOME: '/data' } }, '/data/fast-agent-auth'],
    ['Linux with nothing but XDG_DATA_HOME', { environment: { XDG_DATA_HOME: '/data' } }, '/data/fast-agent-auth'],
    [
      'Linux with a relative XDG_DATA_HOME',
      { home, environment: { XDG_DATA_HOME: 'data' } },
      '/home/me/.local/share/fast-agent-auth',
    ],
    [
      'Linux with an empty XDG_DATA_HOME',
      { home, environment: { XDG_DATA_HOME: '' } },
      '/home/me/.local/share/fast-agent-auth',
    ],
    [
      'macOS',
      { platform: 'darwin', home, environment: { XDG_DATA_HOME: '/data' } },
      '/home/me/Library/Application Support/fast-agent-auth',
    ],
    ['Windows', { ...windows, environment: { LOCALAPPDATA: 'D:\\Local' } }, 'D:\\Local\\fast-agent-auth\\Data'],
    ['Windows without LOCALAPPDATA', windows, 'C:\\Users\\me\\AppData\\Local\\fast-agent-auth\\Data'],
  ])('on %s', (_, given, expected) => {
    expect(folderOf(given)).toBe(expected)
  })

  it.each<[string, Case, string]>([
    ['no HOME', {}, 'Set HOME '],
    ['an empty HOME', { home: '' }, 'Set HOME '],
    ['a relative HOME', { home: 'me' }, 'Set HOME '],
    ['no HOME on macOS', { platform: 'darwin' }, 'Set HOME '],
    ['no USERPROFILE', { platform: 'win32' }, 'Set USERPROFILE '],
  ])('%s is an error that says what to set, and never a folder below the working one', (_, given, remedy) => {
    expect(() => folderOf(given)).toThrow(
      expect.objectContaining({
        name: 'TokenStoreError',
        code: 'no_home',
        message: expect.stringContaining(remedy),
      }),
    )
  })

  it('is told in the words of Deno where that does not let the program ask', () => {
    const words = 'Requires sys access to "homedir", run again with the --allow-sys flag'
    const home = (): never => {
      throw Object.assign(new Error(words), { name: 'NotCapable' })
    }
    expect(() => dataFolderOf({ platform: 'linux', environment: {}, home })).toThrow(
      `This program may not see your home folder, where sign-ins and locks are kept: ${words}.`,
    )
  })

  it.runIf(process.platform === 'linux')('is that of the user who runs the program', () => {
    const base = process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share')
    expect(dataFolder()).toBe(join(base, 'fast-agent-auth'))
  })
})

it('of a user is the same in the terminals of snaps and flatpaks, which set XDG_DATA_HOME', () => {
  const of = (environment: NodeJS.ProcessEnv) => userFolderOf({ platform: 'linux', environment, home: () => home })
  expect(of({ XDG_DATA_HOME: '/home/me/snap/code/200/.local/share' })).toBe('/home/me/.local/share/fast-agent-auth')
  expect(of({})).toBe('/home/me/.local/share/fast-agent-auth')
  const noHome = (): never => {
    throw new Error('none')
  }
  const homeless = { platform: 'linux', environment: { XDG_DATA_HOME: '/data' }, home: noHome } as const
  expect(userFolderOf(homeless)).toBe('/data/fast-agent-auth')
  expect(() => userFolderOf({ ...homeless, environment: {} })).toThrow('no home folder')
  const { platform } = process
  expect(userFolder()).toBe(userFolderOf({ platform, environment: process.env, home: homedir }))
})
