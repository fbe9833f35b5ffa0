import type { World } from './world.ts'

/** Asks a question to which everything but yes means no. */
export async function askYes(question: string, { stdin, stdout, signal }: World): Promise<boolean> {
  stdout.write(`${question} [y/N] `)
  const answer = await stdin.readLine(signal)
  if (answer === undefined) stdout.write('\n')
  return /^\s*y(es)?\s*$/i.test(answer ?? '')
}
