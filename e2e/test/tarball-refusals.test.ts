import { describe, expect, it } from 'vitest'
import { type PublishedManifest, tarballRefusals } from '../../scripts/tarball-refusals.ts'

const manifest: PublishedManifest = {
  name: 'one',
  keywords: ['mcp', 'oauth'],
  homepage: 'https://example.com/',
  bugs: 'https://example.com/issues',
  repository: { url: 'git+https://example.com/one.git', directory: 'packages/one' },
  exports: { '.': './dist/index.js', './package.json': './package.json' },
}
const map = (sources: readonly string[], sourcesContent: readonly unknown[]): string =>
  JSON.stringify({ version: 3, sources, sourcesContent })
const files = { 'dist/index.js': '', 'dist/index.js.map': map(['../src/index.ts'], ['']) }

describe('a tarball', () => {
  it('is taken where people find it, can report a fault, and can step into its sources', () => {
    expect(tarballRefusals(manifest, new Map(Object.entries(files)))).toEqual([])
  })

  it.each<[string, Partial<PublishedManifest>, Readonly<Record<string, string>>, string]>([
    ['no manifest to import', { exports: { '.': './dist/index.js' } }, {}, 'exports no ./package.json'],
    ['no repository', { repository: {} }, {}, 'names no repository, or no directory in it'],
    ['no homepage', { homepage: '' }, {}, 'names no homepage'],
    ['no place for bugs', { bugs: '' }, {}, 'names no place for bugs'],
    ['no keyword', { keywords: ['mcp'] }, {}, 'has no keyword oauth'],
    ['code without a map', {}, { 'dist/more.js': '' }, 'dist/more.js has no source map'],
    [
      'a map without its sources',
      {},
      { 'dist/index.js.map': map(['../src/index.ts'], []) },
      'dist/index.js.map does not hold its sources',
    ],
    [
      'a map with a path of somebody’s machine',
      {},
      { 'dist/index.js.map': map(['/home/me/src/index.ts'], ['']) },
      'dist/index.js.map names /home/me/src/index.ts',
    ],
  ])('is refused with %s', (_, change, more, refusal) => {
    const all = new Map(Object.entries({ ...files, ...more }))
    expect(tarballRefusals({ ...manifest, ...change }, all)).toEqual([refusal])
  })

  it('of a program needs no maps', () => {
    const program = { ...manifest, exports: { './package.json': './package.json' } }
    expect(tarballRefusals(program, new Map([['dist/main.js', '']]))).toEqual([])
  })
})
