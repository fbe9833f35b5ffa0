import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { openBrowser } from '../src/index.ts'

const scheme = fc.constantFrom(
  'https:',
  'https:',
  'https:',
  'http:',
  'javascript:',
  'data:',
  'file:',
  'vscode:',
  'ms-msdt:',
)
const host = fc.constantFrom('as.example.com', 'localhost', '127.0.0.1', 'user:pw@as.example.com', '10.0.0.1', '-o')
const text = fc.string({
  unit: fc.constantFrom(
    ...'abc/?&=#%$`\'"();|<>{}!^*[]\\~+ \n\t',
    '\u001b',
    '\u202e',
    '$(calc)',
    '%USERPROFILE%',
    '&calc&',
    '-e',
  ),
  maxLength: 20,
})
const url = fc.tuple(scheme, host, text).map(([protocol, authority, rest]) => `${protocol}//${authority}/${rest}`)
const platform = fc.constantFrom<NodeJS.Platform>('linux', 'darwin', 'win32', 'freebsd')
const environment = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { BROWSER: '/opt/firefox' },
  { BROWSER: '/opt/firefox --new-window %s' },
  { WSL_DISTRO_NAME: 'Debian' },
)

it('hands no program more than one argument made of the URL, in which nothing is left that a shell would evaluate', async () => {
  const ends = { opened: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(url, platform, environment, async (href, system, env) => {
      fc.pre(URL.canParse(href))
      const parsed = new URL(href)
      const started: (readonly string[])[] = []
      const run = async (program: string, args: readonly string[]) => void started.push([program, ...args])
      const opened = await openBrowser(parsed, { platform: system, env, run }).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(TypeError)
          return false
        },
      )
      ends[opened ? 'opened' : 'refused']++
      if (!opened) {
        expect(started).toEqual([])
        return
      }
      expect(`${parsed.protocol}${parsed.username}${parsed.password}`).toMatch(/^https?:$/)
      const [[program = '', ...args] = []] = started
      const made = args.filter((arg) => arg.includes('://'))
      expect(made).toHaveLength(1)
      expect(program).not.toMatch(/cmd|powershell|wslview|sh$/i)
      expect(made[0]).toMatch(/^https?:\/\/[^\s$`'"();|<>{}!^*\\\p{Cc}\p{Cf}]+$/u)
      expect(decodeURIComponentOf(made[0])).toBe(decodeURIComponentOf(parsed.href))
    }),
    { ...hostile(1000), maxSkipsPerRun: 100 },
  )
  expect([ends.opened > 50, ends.refused > 50]).toEqual([true, true])
})

/** A server's reading: the same for a character and its code. */
function decodeURIComponentOf(href: string | undefined): string | undefined {
  return href?.replace(/%(2[14789A]|3B|5[BDE]|60|7[BCD])/gi, (code) => decodeURIComponent(code))
}
