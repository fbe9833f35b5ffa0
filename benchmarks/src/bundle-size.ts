import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'

interface Built {
  readonly outputFiles: readonly { readonly path: string; readonly contents: Uint8Array }[]
  readonly metafile: { readonly outputs: Readonly<Record<string, Output>> }
}

interface Output {
  readonly entryPoint?: string
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[]
}

/** KiB of what a module exports, minified, each file gzipped by itself. */
export interface BundleSize {
  /** With all that is needed to load it. */
  readonly atStart: number
  /** With what is loaded later, too. */
  readonly all: number
}

/** Parts that stay outside of bundles, and are loaded on first use: binaries, and the HTTP client of Node. */
const external = ['@napi-rs/keyring', 'fs-native-extensions', 'undici', 'undici/*']

export async function bundleSize(contents: string, resolveDir: string): Promise<BundleSize> {
  const { build } = await loadEsbuild()
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    splitting: true,
    metafile: true,
    minify: true,
    write: false,
    outdir: 'out',
    absWorkingDir: resolveDir,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external,
    logLevel: 'error',
  })
  const sizeOf = (name: string): number => {
    const file = outputFiles.find(({ path }) => path === join(resolveDir, name))
    return gzipSync(file?.contents ?? '').byteLength / 1024
  }
  const sum = (names: Iterable<string>): number => [...names].reduce((total, name) => total + sizeOf(name), 0)
  return { atStart: sum(loadedAtStart(metafile.outputs)), all: sum(Object.keys(metafile.outputs)) }
}

/** The entry, and the files that it imports by statements, and those that they do. */
function loadedAtStart(outputs: Readonly<Record<string, Output>>): ReadonlySet<string> {
  const found = new Set(Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === '<stdin>'))
  for (const name of found) {
    for (const { path, kind, external } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement' && !external) found.add(path)
  }
  return found
}

/** The one that builds our packages. */
async function loadEsbuild(): Promise<{ build(options: object): Promise<Built> }> {
  const tsup = fileURLToPath(new URL('../../node_modules/tsup', import.meta.url))
  const { resolve } = createRequire(join(realpathSync(tsup), 'package.json'))
  return import(pathToFileURL(resolve('esbuild')).href)
}
