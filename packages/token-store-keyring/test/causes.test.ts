import { expect, it } from 'vitest'
import { KeyringError } from '../src/index.ts'
import { toKeyringError } from '../src/to-keyring-error.ts'

// The messages of the binding (on Linux those of version 2.1.2 and an older one), word for word.
it.each([
  [
    'macOS: a person who declines (H72)',
    'Platform failure: User canceled the operation.',
    'locked',
    'allow the access',
  ],
  [
    'macOS: a wrong password',
    'Platform secure storage failure: The user name or passphrase you entered is not correct.',
    'locked',
    'security unlock-keychain',
  ],
  ['macOS: no window over SSH', 'Platform failure: User interaction is not allowed.', 'locked', 'in this session'],
  ['macOS: a code without words', 'Platform failure: error code -25308', 'locked', 'in this session'],
  [
    'macOS: a code without words, of a person who declines',
    'Platform failure: error code -128',
    'locked',
    'allow the access',
  ],
  [
    'macOS: no default keychain',
    'Platform failure: A default keychain could not be found.',
    'unavailable',
    'security default-keychain',
  ],
  [
    'macOS: a keychain that is gone',
    "Couldn't access platform storage: The specified keychain could not be found.",
    'unavailable',
    'security default-keychain',
  ],
  [
    'macOS: no keychain',
    "Couldn't access platform storage: No keychain is available. You may need to restart your computer.",
    'unavailable',
    'security default-keychain',
  ],
  [
    'macOS: a keychain that may not be written',
    "Couldn't access platform storage: Write permissions error.",
    'locked',
    'allow the access',
  ],
  [
    'Windows: a session without credentials',
    "Couldn't access platform storage: Windows ERROR_NO_SUCH_LOGON_SESSION",
    'unavailable',
    'desktop session',
  ],
  [
    'Windows: too long a secret',
    "Attribute 'secret' is longer than the platform limit of 2560 chars",
    'too_long',
    'file store',
  ],
  ['something else', 'Platform failure: Windows error code 8', 'failed', 'try again'],
  [
    'Linux: no bus',
    'Platform failure: DBus error: Failed to connect to socket /run/user/1000/bus: Connection refused',
    'unavailable',
    'DBUS_SESSION_BUS_ADDRESS',
  ],
  [
    'Linux: no address of a bus',
    'Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead',
    'unavailable',
    'desktop session',
  ],
  [
    'Linux: no bus for a list',
    'zbus error: Failed to connect to address `unix:path=/run/user/0/bus`: No such file or directory (os error 2)',
    'unavailable',
    'DBUS_SESSION_BUS_ADDRESS',
  ],
  [
    'Linux: an address of no bus for a list',
    'no secret service provider or dbus session found',
    'unavailable',
    'DBUS_SESSION_BUS_ADDRESS',
  ],
  [
    'Linux: no service',
    'Platform failure: DBus error: The name org.freedesktop.secrets was not provided by any .service files',
    'unavailable',
    'start one in this session',
  ],
  [
    'Linux: no service for a list',
    'zbus error: org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided by any .service files',
    'unavailable',
    'start one in this session',
  ],
  [
    'Linux: a service that ends meanwhile',
    'Platform failure: DBus error: Message recipient disconnected from message bus without replying',
    'unavailable',
    'start one in this session',
  ],
  [
    'Linux: a service that was started again',
    'Platform failure: DBus error: The session does not exist',
    'unavailable',
    'start one in this session',
  ],
  [
    'Linux: a service that does not answer',
    'Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application did not send a reply',
    'too_slow',
    'asking for its password',
  ],
  [
    'Linux: no default keyring',
    "Couldn't access platform storage: Secret Service: no result found",
    'unavailable',
    'no default keyring',
  ],
  ['Linux: a locked keyring', "Couldn't access platform storage: Secret Service: object locked", 'locked', 'unlock it'],
  [
    'Linux: a locked keyring for a list',
    'zbus error: org.freedesktop.Secret.Error.IsLocked: Cannot get secret of a locked object',
    'locked',
    'unlock it',
  ],
  [
    'Linux: a window that was closed',
    "Couldn't access platform storage: Secret Service: unlock prompt was dismissed",
    'locked',
    'declined',
  ],
  [
    'Linux: a window that was closed, before',
    "Couldn't access platform secure storage: SS error: prompt dismissed",
    'locked',
    'declined',
  ],
  [
    'Linux: two items of one name',
    'Entry is matched by 2 credentials: [Entry { inner: Wrapper { path: Path("/org/freedesktop/secrets/collection/login/2\\0") } }]',
    'ambiguous',
    'delete the item that another program has made',
  ],
])('says what to do where the cause is %s (H72)', (_, said, code, advice) => {
  const cause = new Error(said)
  const error = toKeyringError(cause)
  expect(error).toBeInstanceOf(KeyringError)
  expect(error).toMatchObject({ name: 'KeyringError', code, cause, message: expect.stringContaining(advice) })
  expect(error.message).toMatch(/^[A-Z].*\.$/)
  expect(error.message).not.toContain('/')
})

it('has words of its own for whatever else may be thrown', () => {
  expect(toKeyringError('a text')).toMatchObject({ code: 'failed', cause: 'a text' })
  const ours = new KeyringError('locked', 'Ours.')
  expect(toKeyringError(ours)).toBe(ours)
})
