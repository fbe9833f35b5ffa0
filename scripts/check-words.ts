import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { headlessSentences } from './headless-sentences.ts'
import { root } from './workspace.ts'

/** Fails on a comment or message that begins without its noun. */
const listed = execFileSync('git', ['ls-files', '-z', '*.ts', ':!api'], { cwd: root, encoding: 'utf8' })
const files = listed.split('\0').filter((file) => file !== '' && !file.startsWith('api/'))
const found = files.flatMap((file) =>
  headlessSentences(readFileSync(join(root, file), 'utf8'), !/\/(test|slow)\//.test(file)).map(
    ({ line, text }) => `${file}:${line}: ${text}`,
  ),
)
for (const place of found) console.error(place)
if (found.length === 0) console.log(`ok     comments and messages of ${files.length} files begin with their noun`)
else {
  console.error(`FAILED ${found.length} begin with What, Who, Where and the like: say the noun first`)
  process.exitCode = 1
}
