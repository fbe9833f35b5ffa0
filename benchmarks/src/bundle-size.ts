import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'

interface Esbuild {
  build(options: object): Promise<{ readonly outputFiles: readonly { readonly contents: Uint8Array }[] }>
}

/** KiB of what a module exports, with all it needs, in one minified and gzipped file. */
export async function bundleSize(contents: string, resolveDir: string): Promise<number> {
  const { build } = await loadEsbuild()
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Binaries, loaded on first use.
    external: ['@napi-rs/keyring', 'fs-native-extensions'],
    logLevel: 'error',
  })
  return gzipSync(outputFiles[0]?.contents ?? '').byteLength / 1024
}

/** The one that builds our packages. */
async function loadEsbuild(): Promise<Esbuild> {
  const tsup = fileURLToPath(new URL('../../node_modules/tsup', import.meta.url))
  const { resolve } = createRequire(join(realpathSync(tsup), 'package.json'))
  return import(pathToFileURL(resolve('esbuild')).href)
}
