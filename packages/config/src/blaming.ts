import type { TokenStore } from '@fast-agent-auth/token-store'

/** Adds the line that chose the store to each error of the store, and to the error of opening it. */
export function blaming<Store extends TokenStore>(chosenBy: string | undefined, open: () => Store): Store {
  if (chosenBy === undefined) return open()
  const words = `It was chosen by ${chosenBy}.`
  const fail = (error: unknown): never => {
    // The error may come from a store inside the change, with these words already.
    const isNew =
      error instanceof Error && /^(TokenStore|Type)Error$/.test(error.name) && !error.message.endsWith(words)
    if (isNew) error.message += ` ${words}`
    throw error
  }
  const store = opened(open, fail)
  return {
    ...store,
    get: (key) => store.get(key).catch(fail),
    keys: () => store.keys().catch(fail),
    update: (...parameters) => store.update(...parameters).catch(fail),
  }
}

function opened<Store>(open: () => Store, fail: (error: unknown) => never): Store {
  try {
    return open()
  } catch (error) {
    return fail(error)
  }
}
