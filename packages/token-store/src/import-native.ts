/**
 * Imports a package that has a native part. Its name is no literal, and so nothing that a bundler follows: each stops at a
 * `.node` file, also where the program is given another store. Each package has this function, since a name is looked for
 * from the file that imports it.
 */
export function importNative(name: string): Promise<unknown> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name)
}
