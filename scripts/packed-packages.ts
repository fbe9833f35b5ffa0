import type { TestProject } from 'vitest/node'
import { type Published, packAll } from './workspace.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** All packages that are published, packed once for all tests of tarballs. */
    readonly published: readonly Published[]
  }
}

/** Before the tests of tarballs. The packages must have been built. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('published', await packAll())
}
