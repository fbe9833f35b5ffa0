import { KeyringError } from './keyring-error.ts'

/** Says in our words what the binding says in its own. It has no codes, so its fixed phrases are what there is. */
export function toKeyringError(cause: unknown): KeyringError {
  if (cause instanceof KeyringError) return cause
  const said = cause instanceof Error ? cause.message : ''
  if (/longer than/.test(said)) {
    return new KeyringError('too_long', 'The record is longer than this keychain allows: use a file store.', { cause })
  }
  if (/access platform storage/.test(said)) {
    const message = 'The keychain is locked, or declined access: unlock it, allow the access and try again.'
    return new KeyringError('locked', message, { cause })
  }
  if (/DBus error/.test(said)) {
    const message =
      'No keychain service can be reached over D-Bus: start one in this session (for example gnome-keyring, with ' +
      'DBUS_SESSION_BUS_ADDRESS set), or use a file store.'
    return new KeyringError('unavailable', message, { cause })
  }
  return new KeyringError('failed', 'The keychain failed: try again, or use a file store.', { cause })
}
