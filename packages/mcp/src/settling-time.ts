import type { AccessToken } from '@fast-agent-auth/flow'
import { untilAborted } from '@fast-agent-auth/flow/internal'

/** The time that a server is given to accept new tokens, in ms: its clock may be behind, or its keys not fetched yet. */
export const settlingTime = 2000

/** Whether tokens were issued less than `age` ms ago. A clock that was set back makes no token new for hours. */
export function isYoungerThan(age: number, { obtainedAt }: Pick<AccessToken, 'obtainedAt'>, now: number): boolean {
  return obtainedAt !== undefined && obtainedAt <= now && now < obtainedAt + age
}

/** Resolves after so many ms. @throws the signal's reason */
export async function sleep(duration: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, duration)
  })
  try {
    await untilAborted(over, signal)
  } finally {
    clearTimeout(timer)
  }
}
