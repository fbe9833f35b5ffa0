type Library = typeof import('@redis/client')

/**
 * Loads the client on first use, which takes 200 ms. It is CommonJS, whose names a bundler that splits gives in the default
 * export alone.
 */
export async function loadLibrary(
  load: () => Promise<Library & { readonly default?: Library }> = () => import('@redis/client'),
): Promise<Library> {
  const loaded = await load()
  return loaded.default ?? loaded
}
