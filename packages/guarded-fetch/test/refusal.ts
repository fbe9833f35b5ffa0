import { GuardedFetchError } from '../src/index.ts'

/** How a request was refused. */
export async function refusalOf(request: Promise<unknown>): Promise<GuardedFetchError> {
  try {
    await request
  } catch (error) {
    if (error instanceof GuardedFetchError) return error
    throw error
  }
  throw new Error('It was not refused.')
}
