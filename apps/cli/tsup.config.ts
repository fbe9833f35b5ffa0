import { readFile, rm } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { defineConfig, type Options } from 'tsup'
import { writeBundledLicenses } from './bundled-licenses.ts'

/**
 * Parts of Node are taken as they are: an `import` of one calls each of its getters, which load much that nobody asked
 * for. commander loads what it needs to start other programs, which takes its time; here none is started so.
 */
const quickBuiltins: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'quick-builtins',
  setup(build) {
    build.onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z]+)?$/ }, ({ path, importer }) => {
      if (!isBuiltin(path)) return undefined
      const unused = path === 'node:child_process' && /[\\/]commander[\\/]/.test(importer)
      return { path: unused ? 'none' : path, namespace: 'builtin' }
    })
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = ${path === 'none' ? '{}' : `process.getBuiltinModule(${JSON.stringify(path)})`}`,
    }))
  },
}

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
  // Read less, start sooner.
  minify: true,
  removeNodeProtocol: false,
  esbuildPlugins: [quickBuiltins],
}) as Options

export default program
