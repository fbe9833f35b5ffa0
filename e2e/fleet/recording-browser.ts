import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A browser that writes down what it is told to open, and shows nothing. */
export interface RecordingBrowser {
  /** Variables that make `xdg-open` take it for the browser of this machine. */
  readonly env: Readonly<Record<string, string>>
  /** Every URL that was opened. */
  windows(): readonly string[]
}

export async function recordingBrowser(folder: string): Promise<RecordingBrowser> {
  const program = join(folder, `browser-${process.pid}`)
  const record = `${program}.txt`
  await writeFile(program, `#!/bin/sh\necho "$1" >> '${record}'\n`, { mode: 0o700 })
  return {
    env: { BROWSER: program },
    windows: () => (existsSync(record) ? readFileSync(record, 'utf8').trim().split('\n') : []),
  }
}
