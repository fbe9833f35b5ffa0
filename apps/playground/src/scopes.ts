/** The scope that every tool needs and that the 401 names. The scope for writing is asked for when it is first needed. */
export const readScope = 'mcp:read'
export const writeScope = 'mcp:write'
export const resourceScopes: readonly string[] = [readScope, writeScope]

/** The meaning of each scope, for the person who is asked to grant it. */
export const scopeMeanings: ReadonlyMap<string, string> = new Map([
  [readScope, 'See your user name and use the tools that only read'],
  [writeScope, 'Write notes for you'],
  ['offline_access', 'Stay signed in when you are away'],
  ['openid', 'Confirm who you are'],
])
