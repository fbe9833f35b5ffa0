import { expect, it } from 'vitest'
import { KeyringError } from '../src/index.ts'
import { toKeyringError } from '../src/to-keyring-error.ts'
import { expectCause } from './expect-cause.ts'

// The messages of the binding's parts on these systems, as the binding wraps them.
it.each([
  ['macOS: a person who declines', 'Platform failure: User canceled the operation.', 'locked', 'allow the access'],
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
])('says what to do where the cause is %s', (_, said, code, advice) => expectCause(said, code, advice))

it('has words of its own for whatever else may be thrown', () => {
  expect(toKeyringError('a text')).toMatchObject({ code: 'failed', cause: 'a text' })
  const ours = new KeyringError('locked', 'Ours.')
  expect(toKeyringError(ours)).toBe(ours)
})
