import { userInfo } from 'node:os'

/** The texts on a screen that differ from run to run. */
export interface Changing {
  readonly folder: string
  /** The MCP server's URL. */
  readonly serverUrl: string
  readonly issuer: string
  /** The authorization URL, where one is seen. */
  readonly link?: string | undefined
}

/** A screen with fixed words, of the same width where others stand under each other, in place of what changes. */
export function settleScreen(screen: string, { folder, serverUrl, issuer, link }: Changing): string {
  const redirectUri = link && new URL(link).searchParams.get('redirect_uri')
  const ports: readonly [string, string][] = [
    [portOf(serverUrl), '40001'],
    [portOf(issuer), '40002'],
    [redirectUri ? portOf(redirectUri) : '', '40003'],
  ]
  // The terminal breaks it anywhere.
  const wrapped = link && [...link].map((character) => character.replace(/[^\w]/, '\\$&')).join('\\n?')
  const withoutLink = wrapped ? screen.replace(new RegExp(wrapped), '<link>') : screen
  return (
    ports
      .filter(([port]) => port !== '')
      .reduce((text, [port, fixed]) => text.replaceAll(port, fixed), withoutLink)
      .replaceAll(folder, '/home/alex-00000'.slice(0, folder.length))
      .replaceAll(`${userInfo().username}@`, 'alex@')
      // Said where something takes longer than a second.
      .replace(/^Waiting\s+for\s+(?:https?:\S+|the\s+tokens\.)\s+Ctrl-C\s+stops\.\n/gm, '')
      .replace(/\b\d:\d\d(?= left)/g, '4:59')
      .replace(/in \d minutes/g, 'in 5 minutes')
      .concat('\n')
  )
}

function portOf(url: string): string {
  return new URL(url).port
}
