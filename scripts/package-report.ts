import type { Reporter, TestModule } from 'vitest/node'

interface Row {
  readonly name: string
  readonly files: number
  readonly tests: number
  readonly ms: number
}

/** Prints the tests of each project by package, with the time that they took, and the seed of what was generated. */
export const packageReport: Reporter = {
  onTestRunStart() {
    // Printed first, since the run may hang or end early.
    console.log(`HOSTILE_SEED=${process.env.HOSTILE_SEED}`)
  },
  onTestRunEnd(modules) {
    const rows = rowsOf(modules)
    const width = Math.max(0, ...rows.map(({ name }) => name.length))
    for (const { name, files, tests, ms } of rows) {
      const counts = `${String(tests).padStart(5)} tests in ${String(files).padStart(2)} files`
      console.log(`${name.padEnd(width)} ${counts} ${(ms / 1000).toFixed(1).padStart(6)} s`)
    }
    const generated = modules
      .flatMap(({ children }) => [...children.allTests()])
      .flatMap((test) => test.meta().hostileCases ?? [])
    const cases = generated.reduce((sum, each) => sum + each, 0)
    if (cases > 0) console.log(`${generated.length} generated rules with ${cases} cases`)
  },
}

function rowsOf(modules: readonly TestModule[]): readonly Row[] {
  const rows = new Map<string, Row>()
  for (const module of modules) {
    const name = `${module.project.name}  ${module.relativeModuleId.split('/').slice(0, 2).join('/')}`
    const { files = 0, tests = 0, ms = 0 } = rows.get(name) ?? {}
    const { duration, collectDuration } = module.diagnostic()
    const more = [...module.children.allTests()].length
    rows.set(name, { name, files: files + 1, tests: tests + more, ms: ms + duration + collectDuration })
  }
  return [...rows.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1))
}
