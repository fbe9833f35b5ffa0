#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { processOutput } from './process-output.ts'

const argv = process.argv.slice(2)

// The manifest is one level up from the source, and from the bundle.
const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

if (argv.length === 1 && argv[0] === '--version') {
  const stdout = processOutput('stdout', ({ message }) => {
    process.stderr.write(`error: ${message}\n`)
    process.exitCode = 1
  })
  stdout.write(`${manifest.version}\n`)
} else {
  // Loaded late, since it takes time that --version does not need.
  const { runProcess } = await import('./run-process.ts')
  process.exitCode = await runProcess(argv, manifest.version)
}
