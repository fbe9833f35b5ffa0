import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { commandLine } from '../src/errors/command-line.ts'

describe('a command to be copied', () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      '-x',
      '--',
      "'",
      '"',
      '`echo a`',
      '$(echo a)',
      '$PATH',
      '$HOME',
      '; echo a',
      '& echo a',
      '| cat',
      '\\',
      '!!',
      '~',
      '*',
    ),
    fc.constantFrom(' ', '\t', '#', '(', ')', '{a,b}', '=', '%PATH%', '^', 'a\nb', 'é', '日本'),
    fc.string({ maxLength: 5 }).map((text) => text.replaceAll('\u0000', '')),
  )
  const words = fc
    .array(pieces, { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(''))
    .filter((text) => text !== '')

  it.skipIf(process.platform === 'win32')(
    'gives a shell the very words that it is about, and has it do nothing else (H80)',
    () => {
      fc.assert(
        fc.property(words, words, fc.option(words, { nil: undefined }), (target, account, configPath) => {
          const command = commandLine('login', { target, account, configPath }, { invocation: 'fast-agent-auth' })
          const script = `set -- ${command}; printf '%s\\0' "$@"`
          const given = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: {} }).split('\u0000').slice(0, -1)
          const options = [...(configPath === undefined ? [] : ['--config-path', configPath]), '--account', account]
          const expected = target.startsWith('-') ? [...options, '--', target] : [target, ...options]
          expect(given).toEqual(['fast-agent-auth', 'login', ...expected])
        }),
        hostile(100),
      )
    },
  )
})
