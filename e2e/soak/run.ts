import { parseArgs } from 'node:util'
import { writeReport } from '../src/write-report.ts'
import { findFaults } from './find-faults.ts'
import { formatResult } from './format-result.ts'
import { rules } from './messages.ts'
import { sabotages } from './sabotage.ts'
import { soak } from './soak.ts'

// `run.ts [minutes]`. `--sabotage <way>` breaks the clients on purpose, to see that it is found.
const { values, positionals } = parseArgs({ options: { sabotage: { type: 'string' } }, allowPositionals: true })
const minutes = Number(positionals[0] ?? 1)
const seed = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 2 ** 31))
const sabotage = sabotages.find((way) => way === values.sabotage)
if (values.sabotage !== undefined && !sabotage) throw new Error(`--sabotage takes one of ${sabotages.join(', ')}`)
if (!(minutes > 0)) throw new Error('The number of minutes is none.')

console.error(`… ${minutes === 1 ? '1 minute' : `${minutes} minutes`}, SOAK_SEED=${seed}`)
const result = await soak({ seed, duration: minutes * 60_000, sabotage })
const faults = findFaults(result)
console.log(formatResult(result, { faults, seed }))
const failed = rules.filter((rule) => faults.some(({ about }) => about === rule)).length
await writeReport(process.env.SOAK_REPORT, { passed: rules.length - failed, failed })
if (failed > 0) process.exitCode = 1
