import { readFile, rm } from 'node:fs/promises'
import { defineConfig, type Options } from 'tsup'
import { writeBundledLicenses } from './bundled-licenses.ts'

/** One program with everything inside but what is native. Parts that are loaded on demand stay files of their own. */
const program: Options = defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  target: 'node20',
  platform: 'node',
  splitting: true,
  clean: true,
  sourcemap: false,
  dts: false,
  metafile: true,
  async onSuccess() {
    const metafile = 'dist/metafile-esm.json'
    await writeBundledLicenses(JSON.parse(await readFile(metafile, 'utf8')), 'dist/THIRD-PARTY-LICENSES.txt')
    await rm(metafile)
  },
  // All but the `dependencies`, which are native.
  noExternal: [/^(?!@napi-rs\/keyring$|fs-native-extensions$)/],
  // commander is CommonJS, and requires what Node has.
  banner: {
    js: "import { createRequire as createNodeRequire } from 'node:module'\nconst require = createNodeRequire(import.meta.url)",
  },
}) as Options

export default program
