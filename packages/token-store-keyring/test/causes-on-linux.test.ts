import { it } from 'vitest'
import { expectCause } from './expect-cause.ts'

// Word for word what version 2.1.2 of the binding says, and an older one.
it.each([
  [
    'no bus',
    'Platform failure: DBus error: Failed to connect to socket /run/user/1000/bus: Connection refused',
    'unavailable',
    'DBUS_SESSION_BUS_ADDRESS',
  ],
  [
    'no address of a bus',
    'Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead',
    'unavailable',
    'desktop session',
  ],
  [
    'no bus for a list',
    'zbus error: Failed to connect to address `unix:path=/run/user/0/bus`: No such file or directory (os error 2)',
    'unavailable',
    'DBUS_SESSION_BUS_ADDRESS',
  ],
  [
    'an address of no bus for a list',
    'no secret service provider or dbus session found',
    'unavailable',
    'DBUS_SESSION_BUS_ADDRESS',
  ],
  [
    'no service',
    'Platform failure: DBus error: The name org.freedesktop.secrets was not provided by any .service files',
    'unavailable',
    'start one in this session',
  ],
  [
    'no service for a list',
    'zbus error: org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided by any .service files',
    'unavailable',
    'start one in this session',
  ],
  [
    'a service that ends meanwhile',
    'Platform failure: DBus error: Message recipient disconnected from message bus without replying',
    'unavailable',
    'start one in this session',
  ],
  [
    'a service that was started again',
    'Platform failure: DBus error: The session does not exist',
    'unavailable',
    'start one in this session',
  ],
  [
    'a service that does not answer',
    'Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application did not send a reply',
    'timeout',
    'asking for its password',
  ],
  [
    'no default keyring',
    "Couldn't access platform storage: Secret Service: no result found",
    'unavailable',
    'no default keyring',
  ],
  ['a locked keyring', "Couldn't access platform storage: Secret Service: object locked", 'locked', 'unlock it'],
  [
    'a locked keyring for a list',
    'zbus error: org.freedesktop.Secret.Error.IsLocked: Cannot get secret of a locked object',
    'locked',
    'unlock it',
  ],
  [
    'a window that was closed',
    "Couldn't access platform storage: Secret Service: unlock prompt was dismissed",
    'locked',
    'declined',
  ],
  [
    'a window that was closed, before',
    "Couldn't access platform secure storage: SS error: prompt dismissed",
    'locked',
    'declined',
  ],
  [
    'two items of one name',
    'Entry is matched by 2 credentials: [Entry { inner: Wrapper { path: Path("/org/freedesktop/secrets/collection/login/2\\0") } }]',
    'ambiguous',
    'delete the one',
  ],
])('says what to do where the cause is %s', (_, said, code, advice) => expectCause(said, code, advice))
