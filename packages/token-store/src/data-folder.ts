import envPaths from 'env-paths'

/** Where this platform keeps a program's data: records in `tokens`, locks in `locks`. */
export function dataFolder(): string {
  return envPaths('fast-agent-auth', { suffix: '' }).data
}
