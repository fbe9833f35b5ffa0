import { readFile, rm } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { defineConfig, type Options } from 'tsup'
import { writeBundledLicenses } from './bundled-licenses.ts'

/**
 * Parts of Node are taken as they are: an `import` of one calls each of its getters, which load much that nobody asked
 * for.
 */
const quickBuiltins: NonNullable<Options['plugins']>[number] = {
  name: 'quick-builtins',
  renderChunk: (code) => ({
    code: code.replace(/\bimport ?([^"';]*?) ?from ?"([^"]+)";?/g, (statement, names: string, path: string) => {
      if (!isBuiltin(path)) return statement
      const wanted = /^\{/.test(names) ? names.replaceAll(/ as /g, ':') : names.replace(/^\* ?as /, '')
      return `const ${wanted}=process.getBuiltinModule("${path}");`
    }),
  }),
}

/** commander loads what it needs to start other programs, which takes its time; here none is started so. */
const withoutPrograms: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'without-programs',
  setup(build) {
    build.onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'none', namespace: 'without-programs' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'without-programs' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/** The other commands: by themselves, so that what they share with each other does not cut the start into many files. */
const later = ['login', 'clear', 'token', 'tools', 'call', 'cimd-create', 'cimd-validate']

const loadedLater: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'loaded-later',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/commands\/[a-z-]+\.ts$/ }, ({ path }) => {
      const name = later.find((each) => path === `../commands/${each}.ts`)
      return name === undefined ? undefined : { path: `./later/${name}.js`, external: true }
    })
    // Sign-in and renewal are no part of the start, but esbuild writes whatever an `import()` names.
    build.onResolve({ filter: /^\.\/(renewing|signing-in)\.ts$/ }, ({ path }) => ({ path, external: true }))
  },
}

/** Everything inside but what is native. */
function part(outDir: string, options: Options): Options {
  return {
    ...options,
    outDir,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    splitting: true,
    sourcemap: false,
    dts: false,
    metafile: true,
    async onSuccess() {
      const metafile = `${outDir}/metafile-esm.json`
      await writeBundledLicenses(JSON.parse(await readFile(metafile, 'utf8')), `${outDir}/THIRD-PARTY-LICENSES.txt`)
      await rm(metafile)
    },
    // All but the `dependencies`, which are native.
    noExternal: [/^(?!@napi-rs\/keyring$|fs-native-extensions$)/],
    // Read less, start sooner.
    minify: true,
    removeNodeProtocol: false,
    plugins: [quickBuiltins],
    // commander is CommonJS, and requires what Node has.
    banner: { js: 'const require=process.getBuiltinModule;' },
  }
}

/** The program's start and `status` in few files; the parts of the other commands are loaded on demand. */
const program: Options[] = defineConfig([
  part('dist', { entry: ['src/main.ts'], esbuildPlugins: [withoutPrograms, loadedLater] }),
  part('dist/later', { entry: later.map((name) => `src/commands/${name}.ts`) }),
]) as Options[]

export default program
