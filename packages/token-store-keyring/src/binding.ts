import { importNative } from './import-native.ts'
import { KeyringError } from './keyring-error.ts'

/** The part of `@napi-rs/keyring` that is used. */
export interface KeyringBinding {
  readonly AsyncEntry: new (service: string, user: string, options?: EntryOptions) => KeyringEntry
  /** Lists all items of exactly this service; the second argument is not used. */
  readonly findCredentialsAsync?: (
    service: string,
    target: null,
    signal?: AbortSignal,
  ) => Promise<readonly { readonly account: string; readonly password: string }[]>
}

/** One item of the keychain. */
export interface KeyringEntry {
  getSecret(signal?: AbortSignal): Promise<ArrayLike<number> | null>
  setSecret(secret: Uint8Array, signal?: AbortSignal): Promise<void>
  deleteCredential(signal?: AbortSignal): Promise<boolean>
}

export interface EntryOptions {
  readonly linux?: { readonly store?: 'secret-service' | 'keyutils' }
}

/** Loads the native part on first use, so that this package can be imported even if the native part is missing. */
export async function loadBinding(load: () => Promise<unknown> = loadNative): Promise<KeyringBinding> {
  const binding = await load().catch((error: unknown) => {
    throw error instanceof KeyringError ? error : missing(error)
  })
  if (!isBinding(binding)) throw otherShape()
  return binding
}

async function loadNative(): Promise<unknown> {
  if (process.versions.deno !== undefined) {
    const { Deno: deno } = globalThis as unknown as { readonly Deno: DenoPermissions }
    // Queried first, since loading without permission prompts at the terminal.
    if (deno.permissions.querySync({ name: 'ffi' }).state !== 'granted') throw notAllowed()
  }
  return importNative('@napi-rs/keyring')
}

interface DenoPermissions {
  readonly permissions: { querySync(wanted: { name: 'ffi' }): { readonly state: string } }
}

function notAllowed(): KeyringError {
  const message =
    'Deno may not load the native part of @napi-rs/keyring: run it with --allow-ffi, or use a store that needs no native ' +
    'part, such as memory or Redis.'
  return new KeyringError('unavailable', message)
}

function missing(cause: unknown): KeyringError {
  const message =
    `The native part of @napi-rs/keyring is not installed for ${process.platform} ${process.arch}: ` +
    'reinstall the dependencies on this machine without leaving out optional ones (for a bundle, install ' +
    '@napi-rs/keyring and fs-native-extensions beside it), or use a file store.'
  return new KeyringError('unavailable', message, { cause })
}

function otherShape(): KeyringError {
  const message =
    'The installed @napi-rs/keyring has no AsyncEntry: reinstall the dependencies so that it is version 2.1 ' +
    'or a newer 2, or use a file store.'
  return new KeyringError('unavailable', message)
}

function isBinding(binding: unknown): binding is KeyringBinding {
  return (
    typeof binding === 'object' &&
    binding !== null &&
    'AsyncEntry' in binding &&
    typeof binding.AsyncEntry === 'function'
  )
}
