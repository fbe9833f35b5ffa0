import type { Environment, Terminal } from './terminal.ts'

/**
 * A URL as text. A terminal that knows OSC 8 shows one link, even over several lines; any other gets the plain text.
 */
export function hyperlink(url: URL, terminal: Terminal, env: Environment): string {
  const { href } = url
  return supportsHyperlinks(terminal, env) ? `\u001B]8;;${href}\u001B\\${href}\u001B]8;;\u001B\\` : href
}

const programs = ['ghostty', 'Hyper', 'iTerm.app', 'mintty', 'rio', 'vscode', 'WarpTerminal', 'WezTerm', 'zed']

function supportsHyperlinks({ isTTY }: Terminal, env: Environment): boolean {
  if (!isTTY || env.TERM === 'dumb') return false
  // Inside a multiplexer, the terminal does not count: tmux before 3.4 drops the link, and screen shows its codes.
  if (env.TMUX || env.STY) return false
  if (programs.includes(env.TERM_PROGRAM ?? '')) return true
  if (env.WT_SESSION || env.KONSOLE_VERSION || env.DOMTERM || env.TERM === 'xterm-kitty') return true
  return Number(env.VTE_VERSION) >= 5000
}
