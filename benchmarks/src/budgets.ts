import { fileURLToPath } from 'node:url'
import { bundleSize } from './bundle-size.ts'
import { installedNames } from './count-packages.ts'
import type { Row, Table } from './table.ts'

interface Budget {
  readonly what: string
  /** A module that exports what is weighed. */
  readonly module: string
  /** A package of the workspace that depends on it. */
  readonly from: string
  readonly atStart: Limits
  /** Default: nothing is loaded later. */
  readonly all?: Limits
}

/** KiB. */
interface Limits {
  readonly budget: number
  /** The size at which it is held until it is within its budget. */
  readonly limit?: number
}

const session = `export { createSession } from '@fast-agent-auth/flow'
export { withTokens } from '@fast-agent-auth/mcp'
export { memoryTokenStore } from '@fast-agent-auth/token-store'`

const budgets: readonly Budget[] = [
  {
    what: 'session, withTokens, memory store',
    module: session,
    from: 'packages/mcp',
    atStart: { budget: 21 },
    all: { budget: 32, limit: 55 },
  },
  {
    what: 'createAuth',
    module: "export { createAuth } from 'fast-agent-auth'",
    from: 'benchmarks',
    atStart: { budget: 26 },
    all: { budget: 47, limit: 83 },
  },
  {
    what: 'discovery',
    module: "export { discover } from '@fast-agent-auth/discovery'",
    from: 'packages/flow',
    atStart: { budget: 8, limit: 14.7 },
  },
  { what: 'pkce', module: "export * from '@fast-agent-auth/pkce'", from: 'packages/flow', atStart: { budget: 1.5 } },
]

const packages = { all: 20, ours: 10 }

const folderOf = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url))

/** The weights of our packages, of which none may grow unseen. */
export async function measureBudgets(): Promise<readonly Table[]> {
  const sizes = await Promise.all(budgets.map(rowsOf))
  const names = [...installedNames(folderOf('packages/fast-agent-auth'))]
  const ours = names.filter((name) => /^@?fast-agent-auth\b/.test(name))
  const counts = [
    { what: 'packages that fast-agent-auth installs', budget: packages.all, value: names.length },
    { what: '  of these ours', budget: packages.ours, value: ours.length },
  ]
  const rows = [...sizes.flat(), ...counts.map(({ what, budget, value }) => rowOf(what, value, { budget }))]
  const above = rows.filter(({ values: [value = 0, budget = 0] }) => value > budget)
  return [
    {
      title: 'Budgets (KiB minified and gzipped, without undici and binaries)',
      columns: ['ours', 'budget'],
      rows,
      notes:
        above.length === 0 ? [] : ['Above its budget, a size is held at a limit, the target, until it is within it.'],
    },
  ]
}

async function rowsOf({ what, module, from, atStart, all }: Budget): Promise<readonly Row[]> {
  const size = await bundleSize(module, folderOf(from))
  if (!all) return [rowOf(what, size.all, atStart)]
  return [rowOf(`${what}, at its start`, size.atStart, atStart), rowOf('  with what is loaded later', size.all, all)]
}

function rowOf(what: string, value: number, { budget, limit = budget }: Limits): Row {
  return { what, target: { atMost: limit }, values: [value, budget] }
}
