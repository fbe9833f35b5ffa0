import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { describeOnKeychain } from './describe-on-keychain.ts'
import { temporaryFolder } from './temporary-folder.ts'

const example = new URL('../examples/readme.ts', import.meta.url)

const runExample = (env: Readonly<Record<string, string>>) =>
  promisify(execFile)(process.execPath, [fileURLToPath(example)], { env: { PATH: process.env.PATH, ...env } })

it('shows in the README the example that is run here', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  expect(/```ts\n(.*?)```/s.exec(readme)?.[1]).toBe(await readFile(example, 'utf8'))
})

it('says that there is no keychain, and goes on with files', async () => {
  const home = await temporaryFolder()
  const { stdout, stderr } = await runExample({ HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: join(home, 'data') })
  expect(stderr).toBe('')
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^No keychain service can be reached/),
    'Records go to encrypted files instead.',
    "[ 'example' ] !",
    '[]',
    '',
  ])
})

describeOnKeychain('on a keychain', (keychain) => {
  it('keeps a record there', async () => {
    const { stdout, stderr } = await runExample(keychain().env)
    expect(stderr).toBe('')
    expect(stdout).toBe("[ 'example' ] !\n[]\n")
  })
})
