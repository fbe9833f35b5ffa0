import { KeyringError, type KeyringErrorCode } from './keyring-error.ts'

interface Cause {
  /** A pattern for the binding's message, by its phrases and the platform's numbers, since the binding has no error codes. */
  readonly said: RegExp
  readonly code: KeyringErrorCode
  readonly message: string
}

const unlockOnMac = 'unlock it, on macOS with "security unlock-keychain"'

export const noSession: string =
  'No keychain service can be reached, since there is no D-Bus session: start the program from a desktop session, ' +
  'or set DBUS_SESSION_BUS_ADDRESS to a session in which a keychain runs (for example gnome-keyring), or use a file store.'

// The first cause that fits counts, so special causes come before the general ones that wrap them.
const causes: readonly Cause[] = [
  {
    said: /longer than/,
    code: 'too_long',
    message: 'The record is longer than this keychain allows: use a file store.',
  },
  {
    said: /matched by \d+ credentials/,
    code: 'ambiguous',
    message:
      'The keychain holds several items of the same service and user, so it is not clear which one is meant: in the ' +
      'program that shows the keychain, delete the item that another program has made, and try again.',
  },
  {
    // Secret Service; errSecUserCanceled; errSecAuthFailed, even if access was denied for good.
    said: /prompt (?:was )?dismissed|user cancel|passphrase you entered|code:? -(?:128|25293)\b/i,
    code: 'locked',
    message:
      'The keychain is locked, or access to it was declined, or it could not open a window to ask: ' +
      `${unlockOnMac}, allow the access and try again.`,
  },
  {
    // errSecInteractionNotAllowed and errSecInteractionRequired.
    said: /interaction is (?:not allowed|required)|code:? -253(?:08|15)\b/i,
    code: 'locked',
    message: `The keychain is locked, and may not ask for its password in this session: ${unlockOnMac}, and try again.`,
  },
  {
    said: /NO_SUCH_LOGON_SESSION/,
    code: 'unavailable',
    message:
      'Windows keeps no credentials for this session, as for services, over SSH, or if a policy forbids it: ' +
      'start the program from a desktop session, or use a file store.',
  },
  {
    said: /no result found|result not returned/,
    code: 'unavailable',
    message:
      'The keychain service has no default keyring, or could not ask for its password: make one in the program that ' +
      'shows the keychain (for example "Passwords and Keys"), or use a file store.',
  },
  {
    // errSecNoDefaultKeychain, errSecNoSuchKeychain, errSecInvalidKeychain, errSecNotAvailable.
    said: /keychain could not be found|not a valid keychain|No keychain is available|code:? -25(?:307|29[145])\b/i,
    code: 'unavailable',
    message:
      'There is no default keychain that can be used: see which one is set with "security default-keychain", make one ' +
      'in Keychain Access, or use a file store.',
  },
  {
    said: /access platform (?:secure )?storage|IsLocked|object locked/,
    code: 'locked',
    message: 'The keychain is locked, or declined access: unlock it, allow the access and try again.',
  },
  {
    // libdbus gives up after 2 s.
    said: /Did not receive a reply|NoReply/,
    code: 'too_slow',
    message:
      'The keychain did not answer. It may be asking for its password in a window: unlock it and try again, or use a ' +
      'file store.',
  },
  {
    said: /not provided by any|ServiceUnknown|NameHasNoOwner|does not have an owner|without replying|session .*does not exist/,
    code: 'unavailable',
    message:
      'No keychain service can be reached: start one in this session (for example gnome-keyring, KWallet or ' +
      'KeePassXC), or use a file store.',
  },
  {
    said: /DBus error|zbus error|dbus session/,
    code: 'unavailable',
    message: noSession,
  },
]

/** Turns an error of the binding into one that says what to do next. */
export function toKeyringError(error: unknown): KeyringError {
  if (error instanceof KeyringError) return error
  const said = error instanceof Error ? error.message : ''
  const known = causes.find((cause) => cause.said.test(said))
  if (known) return new KeyringError(known.code, known.message, { cause: error })
  return new KeyringError('failed', 'The keychain failed: try again, or use a file store.', { cause: error })
}
