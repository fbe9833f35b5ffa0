import type { Command } from 'commander'

type Group = 'Sign in and out' | 'Use a server' | 'More'

/** A command whose wrong use points to its own help. */
export function addCommand(program: Command, name: string, group: Group): Command {
  return program.command(name).helpGroup(`${group}:`).showHelpAfterError(`hint: fast-agent-auth help ${name}`)
}
