/**
 * Imports a package that has a native part. The name is not a literal, so that no bundler follows it: bundlers fail at a
 * `.node` file, even if the program uses another store. Each package has this function of its own, since Node looks for a
 * package from the file that imports it.
 */
export function importNative(name: string): Promise<unknown> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name)
}
