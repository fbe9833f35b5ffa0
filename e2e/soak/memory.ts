/** Memory in use after all garbage was collected, sample by sample, in bytes. */
export interface MemoryWatch {
  stop(): readonly number[]
}

/** Takes a sample now and then. The process must have been started with `--expose-gc`. */
export function watchMemory(interval: number): MemoryWatch {
  const samples: number[] = []
  const timer = setInterval(() => {
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    samples.push(heapUsed + external)
  }, interval)
  return {
    stop() {
      clearInterval(timer)
      return samples
    },
  }
}
