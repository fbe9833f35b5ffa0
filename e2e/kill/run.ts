import { parseArgs } from 'node:util'
import { type StoreName, storeNames } from '../src/open-shared-store.ts'
import { missingParts } from '../src/start-shared-store.ts'
import { writeReport } from '../src/write-report.ts'
import { formatTallies } from './format-tallies.ts'
import { killOnStore, type Tally } from './kill-on-store.ts'
import { seededRandom } from './random.ts'

// `run.ts [number]`: so many kills, most of them on the file store. `run.ts --redis 20 --file 5`: so many on each.
const { values, positionals } = parseArgs({
  options: { file: { type: 'string' }, keychain: { type: 'string' }, redis: { type: 'string' } },
  allowPositionals: true,
})
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 31))
const random = seededRandom(seed)
const tallies: Tally[] = []
let skipped = 0
for (const store of storeNames) {
  const kills = killsOn(store)
  const missing = missingParts(store)
  if (missing === undefined && kills > 0) {
    console.error(`… ${kills} kills on ${store}`)
    tallies.push(await killOnStore(store, kills, random))
  } else if (kills > 0) {
    console.log(`Skipped ${kills} kills on ${store}: ${missing}`)
    skipped += kills
  }
}
console.log(formatTallies(tallies, seed))
const passed = tallies.reduce((sum, { moments }) => sum + moments.length, 0)
const failed = tallies.filter(({ failure }) => failure !== undefined).length
await writeReport(process.env.KILL_REPORT, { passed, failed, skipped })
// In CI nothing may be missing.
if (failed > 0 || passed === 0 || (skipped > 0 && process.env.CI)) process.exitCode = 1

function killsOn(store: StoreName): number {
  if (Object.keys(values).length > 0) return Number(values[store] ?? 0)
  const all = Number(positionals[0] ?? 200)
  const keychain = Math.ceil(all / 5)
  // A killed holder's turn on Redis is free only when its lease is over.
  const redis = Math.ceil(all / 10)
  return { file: all - keychain - redis, keychain, redis }[store]
}
