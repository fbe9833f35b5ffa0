import { createReadStream } from 'node:fs'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { utf8Text } from '../terminal/terminal-input.ts'
import type { World } from '../world.ts'

/**
 * The JSON of a client metadata document in a file, or on standard input if the path is `-`. It has at most `limit` bytes;
 * no more is read, since the input may have no end.
 *
 * @throws CliError
 */
export async function readDocumentFile(
  path: string,
  limit: number,
  { stdin, signal }: Pick<World, 'stdin' | 'signal'>,
): Promise<unknown> {
  const name = documentName(path)
  const read = path === '-' ? await stdin.readAll(signal, limit) : await readBytes(path, limit + 1)
  if (Buffer.byteLength(read) > limit) {
    throw new CliError(exitCodes.failed, `${name} is larger than ${limit / 1024} KB. Servers read no more than that.`)
  }
  const text = typeof read === 'string' ? read : utf8Text(read, name)
  try {
    return JSON.parse(text)
  } catch {
    // The message of the parser is not shown, since it quotes the file.
    throw new CliError(exitCodes.failed, `${name} is not JSON.`)
  }
}

/** The name of the document in messages. */
export function documentName(path: string): string {
  return path === '-' ? 'stdin' : path
}

async function readBytes(path: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of createReadStream(path, { end: limit - 1 })) chunks.push(chunk)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    const hint = 'For a published document, give its URL: https://…'
    throw new CliError(exitCodes.usage, `The file ${path} cannot be read${code}.`, { hint })
  }
  return Buffer.concat(chunks)
}
