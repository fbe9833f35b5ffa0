import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runScenario } from '../conformance/run-scenario.ts'

// All of them, and on both wires: `pnpm conformance`.
describe('the official conformance suite', () => {
  it.concurrent('passes a client that signs in before it connects and then steps up', async () => {
    const clientOptions = ['--login-first', '--negotiate']
    const outcome = await runScenario('auth/scope-step-up', { specVersion: '2026-07-28', clientOptions })
    expect(outcome).toMatchObject({ passed: true, complaints: [], suiteExitCode: 0, clientExitCode: 0 })
  })

  it.concurrent('passes a client whose refused request signs in', async () => {
    const outcome = await runScenario('auth/metadata-var2', { specVersion: '2025-11-25' })
    expect(outcome).toMatchObject({ passed: true, complaints: [], suiteExitCode: 0, clientExitCode: 0 })
  })

  it.concurrent('passes a client that refuses an answer of another issuer, and says so', async () => {
    const outcome = await runScenario('auth/iss-wrong-issuer')
    expect(outcome).toMatchObject({ passed: true, suiteExitCode: 0, clientExitCode: 1 })
    expect(outcome.clientErrors).toContain('RFC 9207')
  })
})

describe('the conformance runner', () => {
  it.concurrent('fails a client that ends well at once, in a folder with spaces', async ({ onTestFinished }) => {
    const folder = await mkdtemp(join(tmpdir(), 'idle client '))
    onTestFinished(() => rm(folder, { recursive: true }))
    const client = join(folder, 'client.mjs')
    await writeFile(client, "console.error('nothing done')")
    const outcome = await runScenario('auth/metadata-default', { client })
    expect(outcome).toMatchObject({ passed: false, suiteExitCode: 1, clientExitCode: 0, clientErrors: 'nothing done' })
    expect(outcome.complaints.join('\n')).toContain('authorization-request')
  })

  it.concurrent('fails a scenario that the suite skips with exit code 0', async () => {
    const outcome = await runScenario('auth/iss-supported', { specVersion: '2025-11-25' })
    expect(outcome).toMatchObject({ passed: false, suiteExitCode: 0 })
    expect(outcome.complaints.join('\n')).toContain('SKIPPED')
  })
})
