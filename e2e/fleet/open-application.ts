import type { Application, ApplicationOptions } from './application.ts'
import type { ApplicationName } from './row.ts'

/** Loads what that application needs, and no more. */
export async function openApplication(name: ApplicationName, options: ApplicationOptions): Promise<Application> {
  if (name === 'ours') return (await import('./our-application.ts')).ourApplication(options)
  if (name === 'mcp-remote') return (await import('./proxy-application.ts')).proxyApplication(options)
  return (await import('./sdk-application.ts')).sdkApplication(name, options)
}
