import { expect, it } from 'vitest'
import { importRefusals } from '../../scripts/import-refusals.ts'

const folders = ['ground', 'first', 'second']

interface Row {
  readonly rule: string
  readonly imports: Readonly<Record<string, readonly string[]>>
  readonly circles?: readonly string[]
  readonly arrowsUp?: readonly string[]
  readonly unknown?: readonly string[]
}

const rows: readonly Row[] = [
  {
    rule: 'a folder may use those before it',
    imports: { 'second/a.ts': ['first/b.ts', 'ground/c.ts', 'second/d.ts'] },
  },
  {
    rule: 'a folder uses none after it',
    imports: { 'first/a.ts': ['second/b.ts'] },
    arrowsUp: ['first/a.ts imports second/b.ts, which needs the folder second'],
  },
  {
    rule: 'a file beside the folders may be used where it needs none above',
    imports: { 'first/a.ts': ['seam.ts'], 'seam.ts': ['ground/b.ts'] },
  },
  {
    rule: 'a file beside the folders leads no folder to one above, by whatever way',
    imports: { 'first/a.ts': ['world.ts'], 'world.ts': ['other.ts'], 'other.ts': ['world.ts', 'second/b.ts'] },
    circles: ['other.ts → world.ts → other.ts'],
    arrowsUp: ['first/a.ts imports world.ts, which needs the folder second'],
  },
  {
    rule: 'a file beside the folders leads no folder back to itself',
    imports: { 'first/a.ts': ['world.ts'], 'world.ts': ['first/b.ts'] },
    arrowsUp: ['first/a.ts imports world.ts, which needs the folder first'],
  },
  {
    rule: 'a folder without a place is named',
    imports: { 'new/a.ts': [] },
    arrowsUp: ['new/a.ts: the folder new has no place in the order of folders'],
  },
  {
    rule: 'files of one folder form no circle, and a circle is told once',
    imports: { 'first/a.ts': ['first/b.ts'], 'first/b.ts': ['first/c.ts'], 'first/c.ts': ['first/a.ts'] },
    circles: ['first/a.ts → first/b.ts → first/c.ts → first/a.ts'],
  },
  {
    rule: 'a package does not import itself by its name, nor what is no source file',
    imports: { 'a.ts': ['@fast-agent-auth/flow'], 'b.ts': ['c.js'] },
    unknown: ['a.ts imports @fast-agent-auth/flow, which is no file here', 'b.ts imports c.js, which is no file here'],
  },
  {
    rule: 'two ways to one file are no circle',
    imports: { 'a.ts': ['b.ts', 'c.ts'], 'b.ts': ['d.ts'], 'c.ts': ['d.ts'] },
  },
]

it.each(rows)('$rule', ({ imports, circles = [], arrowsUp = [], unknown = [] }) => {
  const targets = unknown.length > 0 ? [] : Object.values(imports).flat()
  const files = [...targets, ...Object.keys(imports)]
  const all = new Map(files.map((file) => [file, imports[file] ?? []]))
  expect(importRefusals(all, folders)).toEqual({ circles, arrowsUp, unknown })
})
