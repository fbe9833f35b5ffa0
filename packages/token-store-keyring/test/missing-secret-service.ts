import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The package to install before a keychain can be started here, or `undefined`. */
export function missingSecretService(): string | undefined {
  const programs = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool']
  const missing = programs.filter((program) => !isInstalled(program))
  if (missing.length === 0) return undefined
  return `missing ${missing.join(', ')}: apt-get install gnome-keyring dbus-x11 libsecret-tools`
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
