import { readdirSync } from 'node:fs'
import { until } from '../src/until.ts'

/** The resources that a process holds open. */
export interface Resources {
  /** The types of all that keeps it alive. */
  readonly handles: readonly string[]
  /** Open files; 0 where the system does not tell. */
  readonly files: number
}

/** How long closed resources may take to go, in ms. */
const grace = 15_000

export function readResources(): Resources {
  return { handles: process.getActiveResourcesInfo().toSorted(), files: countFiles() }
}

/** Waits until nothing more is held than before. @returns the resources that are held then, or still */
export async function settleResources(before: Resources): Promise<Resources> {
  const isBack = (): boolean => {
    const { handles, files } = readResources()
    return handles.join() === before.handles.join() && files <= before.files
  }
  await until('all is closed', grace, isBack).catch(() => undefined)
  return readResources()
}

function countFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}
