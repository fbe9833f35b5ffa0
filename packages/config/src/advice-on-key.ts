import type { Level } from './known-keys.ts'

/** The right path for each key that people write at a level, by the `spelling` of the key. */
export type RightPaths = ReadonlyMap<string, string>

export function rightPathsOf({ keys, elsewhere }: Level): RightPaths {
  const paths = Object.values(elsewhere).filter((rightPath) => !rightPath.startsWith(above) && rightPath.includes('.'))
  return new Map([
    // People also write a whole path as a key, such as `mcp.servers: …`, which is read nowhere.
    ...paths.map((path) => [spelling(path), path] as const),
    ...keys.map((key) => [spelling(key), key] as const),
    ...Object.entries(elsewhere).map(([key, rightPath]) => [spelling(key), rightPath] as const),
  ])
}

/** A key without its case, `_` and `-`, which people mix up. */
export function spelling(key: string): string {
  return key.length > 100 ? key : key.toLowerCase().replace(/[_-]/g, '')
}

/** The beginning of a path that leads one level up, from `auth` to the keys beside it. */
const above = '../'

const values: Readonly<Record<string, string>> = {
  mcp: '{ … }',
  servers: '{ … }',
  mcpServers: '{ … }',
  targets: '[ … ]',
  auth: '{ … }',
  oauth: '{ … }',
  headers: '{ … }',
}

/** Advice with the line to write instead, which can be copied as it is. */
export function adviceOnPath(rightPath: string, { isJson, isRoot }: { isJson: boolean; isRoot: boolean }): string {
  const keys = rightPath.replace(above, '').split('.')
  const last = keys.at(-1) ?? ''
  const value = (last === 'oauth' && !isJson ? undefined : values[last]) ?? '…'
  const line = keys.reduceRight((inner, key, index) => {
    const pair = `${isJson ? JSON.stringify(key) : key}: ${inner}`
    return index === 0 ? pair : `{ ${pair} }`
  }, value)
  const where = rightPath.startsWith(above) ? ' beside auth,' : ''
  return `This is not read here. Write it${where} as \`${isJson && isRoot ? `{ ${line} }` : line}\`.`
}
