/** Words of programs for what a person calls by a flag or a key of a configuration. Quoted names are those of JSON. */
const libraryWords: readonly RegExp[] = [
  /\bthe option [a-z]/i,
  /\b(client|redirect|allow): ?\{/,
  /\bclient\.(id|secret|metadataUrl|tokenEndpointAuthMethod)\b/,
  /\b(issuer|pkce|scope|host|grant): ?'/,
  /\b\w+ to \[/,
  /\b\w+\(\{/,
  /\b(?:auth\.)?(login|renew|begin|finish|fetch|token)\(\)/,
  new RegExp(
    `\\b(${[
      'authorizationParams',
      'createAuth',
      'createListen',
      'createSession',
      'encodeURIComponent',
      'fallbackPorts',
      'fileTokenStore',
      'keyFromKeychain',
      'memoryTokenStore',
      'metadataUrl',
      'onEvent',
      'openBrowser',
      'readPasted',
      'redisTokenStore',
      'registerAnew',
      'resourceMetadataOrigins',
      'tokenEndpointAuthMethod',
    ].join('|')})\\b(?!")`,
  ),
]

/** The first words of the library in a text for people, if there are any. */
export function findLibraryWords(text: string): string | undefined {
  return libraryWords.map((words) => words.exec(text)?.[0]).find((found) => found !== undefined)
}

/** Refuses what no message of this program may hold: a person cannot do what only a programmer can. */
export function assertNoLibraryWords(text: string): void {
  const found = findLibraryWords(text)
  if (found !== undefined) throw new Error(`The program printed words of the library, "${found}", in:\n${text}`)
}
