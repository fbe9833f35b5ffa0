import { InvalidArgumentError } from 'commander'
import { longestTimeout } from '../errors/command-line.ts'

/** The wait for the browser in milliseconds, from the typed seconds. */
export function parseTimeout(text: string): number {
  const seconds = wholeNumber(text)
  // Nobody finishes a sign-in after more than 15 minutes.
  if (seconds === undefined || seconds < 1 || seconds * 1000 > longestTimeout)
    throw new InvalidArgumentError('Use 1 to 900 seconds.')
  return seconds * 1000
}

export function parsePort(text: string): number {
  const port = wholeNumber(text)
  if (port === undefined || port > 65535) throw new InvalidArgumentError('Use 1 to 65535, or 0 for any free port.')
  return port
}

/**
 * Adds a port to those that the browser may come back to. Port 0, any free port, cannot be in a client's document.
 */
export function collectPorts(text: string, ports: readonly number[] = []): readonly number[] {
  const port = wholeNumber(text)
  if (port === undefined || port < 1 || port > 65535) throw new InvalidArgumentError('Use 1 to 65535.')
  return [...ports, port]
}

export function parseAccount(text: string): string {
  if (text === '') throw new InvalidArgumentError('The name of an account cannot be empty.')
  return text
}

export function parseScope(text: string): string {
  if (text.trim() === '')
    throw new InvalidArgumentError('Name a scope, or leave --scope out to use what the server names.')
  return text
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
