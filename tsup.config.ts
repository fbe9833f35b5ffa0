import { readFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

interface Manifest {
  readonly exports?: Record<string, string>
}

/** One base for every package: what `exports` names under `src` is what is built. */
const base: Options = defineConfig(() => {
  const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  return {
    entry: Object.values(manifest.exports ?? {}).filter((path) => path.startsWith('./src/')),
    format: 'esm',
    target: 'node20',
    platform: 'node',
    // Deno and Workers know `node:http`, but no `http`.
    removeNodeProtocol: false,
    dts: { compilerOptions: { noEmit: false, allowImportingTsExtensions: true, emitDeclarationOnly: true } },
    clean: true,
    treeshake: true,
    sourcemap: true,
  }
}) as Options

export default base
