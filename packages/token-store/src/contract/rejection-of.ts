/** The reason that a promise was rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('This should have been rejected')
    },
    (reason: unknown) => reason,
  )
}
