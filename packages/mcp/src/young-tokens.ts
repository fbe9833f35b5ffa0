import { type AccessToken, untilAborted } from '@fast-agent-auth/flow'

const youngFor = 10_000

/** How long a server is given to take young tokens, in ms. */
export const settlingTime = 2000

/** Whether tokens are so new that their server may not know them yet: its clock may be behind, its keys not fetched. */
export function isYoung({ obtainedAt }: AccessToken, now: number): boolean {
  return obtainedAt !== undefined && obtainedAt <= now && now < obtainedAt + youngFor
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
