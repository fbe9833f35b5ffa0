declare module 'fs-native-extensions' {
  /** Locks the whole file, if nobody holds it, until it is closed. */
  export function tryLock(file: number): boolean
}
