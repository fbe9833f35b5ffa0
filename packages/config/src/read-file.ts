import { promises, type Stats, statSync } from 'node:fs'
import { ConfigError, type ConfigErrorCode } from './config-error.ts'
import type { Source } from './location.ts'
import type { Person } from './person.ts'
import { unsafeReason } from './unsafe-reason.ts'

const sizeLimit = 1024 * 1024

export interface ReadFileOptions {
  /** Whether a person named the file. Only a named file may be a pipe. */
  readonly named: boolean
  readonly person: Person | undefined
}

/**
 * The text of a file.
 *
 * @throws ConfigError `not_found`, `unreadable`, `unsafe_file`, `too_large`, or `invalid_syntax` if it is not text
 */
export async function readFile(source: Source, { named, person }: ReadFileOptions): Promise<string> {
  const { file, shown } = source
  const fail = (code: ConfigErrorCode, message: string, cause?: unknown): ConfigError =>
    new ConfigError(code, `${shown}: ${message}`, { cause, file })
  const failed = (cause: unknown): ConfigError => {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') {
      return fail('not_found', 'There is no such file. Check the path.', cause)
    }
    const why =
      codeOf(cause) === 'EACCES' ? 'You may not read this file' : `This file cannot be read (${codeOf(cause)})`
    return fail('unreadable', `${why}. Change its permissions, or name another with a path.`, cause)
  }
  const stats = statOf(file, failed)
  if (stats.isDirectory()) throw fail('unreadable', 'This is a folder where a file is expected.')
  if (!named && !stats.isFile()) throw fail('unreadable', `This is ${kindOf(stats)} where a file is expected.`)
  const handle = await promises.open(file).catch((cause: unknown) => Promise.reject(failed(cause)))
  try {
    // A found file was already checked by its name. Here the open handle is checked, which nobody can exchange any more.
    const reason = unsafeReason(file, { person, stats: await handle.stat() })
    if (reason !== undefined) throw fail('unsafe_file', reason)
    const bytes = await readStart(handle).catch((cause: unknown) => Promise.reject(failed(cause)))
    if (bytes.length > sizeLimit) throw fail('too_large', 'A configuration file can have 1 MiB at most.')
    const text = decode(bytes)
    if (text === undefined) throw fail('invalid_syntax', 'This is not text in UTF-8. Save it as UTF-8.')
    return text
  } finally {
    await handle.close()
  }
}

function statOf(file: string, failed: (cause: unknown) => ConfigError): Stats {
  try {
    return statSync(file)
  } catch (cause) {
    throw failed(cause)
  }
}

/** The beginning of a file, at most one byte more than the limit. */
async function readStart(handle: promises.FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of handle.createReadStream({ end: sizeLimit })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The text of some bytes, without a byte order mark; `undefined` if they are not text. */
function decode(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe'
  return stats.isSocket() ? 'a socket' : 'a device'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
