import { readFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

interface Manifest {
  readonly bin?: Readonly<Record<string, string>>
  readonly publishConfig?: { readonly exports?: object }
}

/** One base for every package: each module of `dist` that `publishConfig` names is built from `src`. */
const base: Options = defineConfig(() => {
  const { publishConfig }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  const published = JSON.stringify(publishConfig?.exports ?? {}).match(/(?<="\.\/dist\/)[^"]+(?=\.js")/g) ?? []
  return {
    entry: [...new Set(published)].map((name) => `./src/${name}.ts`),
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
