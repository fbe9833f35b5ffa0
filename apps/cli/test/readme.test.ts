import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { exitCodesHelp } from '../src/program/help-text.ts'
import { runHere } from './support/world.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

it('shows the exit codes as the help does', () => {
  expect(readme).toContain(`\`\`\`\n${exitCodesHelp.trim()}\n\`\`\``)
})

it('shows only commands and options that there are', async () => {
  const commands = [...readme.matchAll(/^fast-agent-auth (cimd )?(\S+)(.*)$/gm)].map(
    ([, group, name = '', words = '']) => ({
      names: group === undefined ? [name] : ['cimd', name],
      words: words.split(' '),
    }),
  )
  expect(commands.map(({ names }) => names.join(' '))).toEqual([
    'login',
    'login',
    'status',
    'status',
    'tools',
    'call',
    'token',
    'clear',
    'cimd create',
    'cimd validate',
  ])
  for (const { names, words } of commands) {
    const { code, stdout } = await runHere(['help', ...names])
    expect(code).toBe(0)
    for (const option of words.filter((word) => word.startsWith('--'))) expect(stdout).toContain(`${option} `)
  }
})
