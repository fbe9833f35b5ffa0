import { missingParts } from '../src/start-shared-store.ts'
import { writeReport } from '../src/write-report.ts'
import { formatFigures } from './format-figures.ts'
import { type Measured, measureKinds } from './measure.ts'
import { peerVersions } from './peer-versions.ts'
import { fleetOf, isPerfect, nameOf, type Row, rows } from './row.ts'

// `run.ts [word …]`: the rows whose names hold all of the words, such as `file 8 refused` or `mcp-remote`.
const words = process.argv.slice(2)
const wanted = rows.filter((row) => words.every((word) => nameOf(row).includes(word)))
const measured: Measured[] = []
for (const fleet of new Set(wanted.map(fleetOf))) {
  console.error(`… ${fleet}`)
  measured.push(...(await measureFleet(wanted.filter((row) => fleetOf(row) === fleet))))
}

console.log(formatFigures(measured, await peerVersions()))
const ours = measured.filter(({ row }) => row.application === 'ours')
const passed = ours.filter(({ row, figures }) => isPerfect(row, figures)).length
const skipped = ours.filter(({ skipped }) => skipped).length
const failed = ours.length - passed - skipped
console.log(`Ours: in ${passed} of ${ours.length} rows all are answered, with 1 refresh and no window.`)
await writeReport(process.env.FLEET_REPORT, { passed, failed, skipped })
// In CI nothing may be missing.
if (wanted.length === 0 || failed > 0 || (skipped > 0 && process.env.CI)) process.exitCode = 1

async function measureFleet(rows: readonly Row[]): Promise<readonly Measured[]> {
  const missing = rows[0] && missingParts(rows[0].store)
  if (missing !== undefined) return rows.map((row) => ({ row, skipped: true, problem: `skipped, ${missing}` }))
  return measureKinds(rows)
}
