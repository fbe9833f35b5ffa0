import { expect, it } from 'vitest'
import { failures, missedTargets, type Target } from '../../benchmarks/src/table.ts'

const rows: readonly (readonly [string, Target, number | undefined, missed: number, failed: number])[] = [
  ['a ratio below its target is met', { below: 1.8 }, 1.7, 0, 0],
  ['a ratio below twice its target is only told', { below: 1.8 }, 3.5, 1, 0],
  ['a ratio of twice its target fails', { below: 1.8 }, 3.6, 1, 1],
  ['a time that was not measured fails', { below: 40 }, undefined, 1, 1],
  ['a size of its target is met', { atMost: 8 }, 8, 0, 0],
  ['a size beyond its target fails, be it by little', { atMost: 8 }, 8.01, 1, 1],
  ['a size that was not measured fails', { atMost: 8 }, undefined, 1, 1],
  ['a count that is its target is met', { exactly: 1 }, 1, 0, 0],
  ['a count that is another one fails', { exactly: 1 }, 2, 1, 1],
]

it.each(rows)('%s', (_, target, value, missed, failed) => {
  const table = { title: 'Start', columns: ['ours', 'theirs'], rows: [{ what: 'status', target, values: [value, 99] }] }
  expect([missedTargets(table).length, failures(table).length]).toEqual([missed, failed])
})
