/** The history of each sign-in, line by line, to find out why one was lost. Holds no secret. */
export interface Journal {
  note(label: string, what: string): void
  /** The last lines. */
  read(label: string): readonly string[]
}

const lines = 30

export function createJournal(): Journal {
  const notes = new Map<string, readonly string[]>()
  const read = (label: string): readonly string[] => notes.get(label) ?? []
  return {
    read,
    note: (label, what) =>
      void notes.set(label, [...read(label).slice(1 - lines), `${new Date().toISOString().slice(14, 23)} ${what}`]),
  }
}

/** The kind and number of a token, without its secret part: `access-12`. */
export function nameOf(token: string | undefined): string {
  return token?.split('-').slice(0, 2).join('-') ?? 'no token'
}
