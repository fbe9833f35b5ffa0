/** Runs all tasks, so many at a time, and gives what they gave, in their order. */
export async function runAll<T>(tasks: readonly (() => Promise<T>)[], atATime: number): Promise<readonly T[]> {
  const results: T[] = []
  const queue = tasks.entries()
  const work = async (): Promise<void> => {
    for (const [index, task] of queue) results[index] = await task()
  }
  await Promise.all(Array.from({ length: atATime }, work))
  return results
}
