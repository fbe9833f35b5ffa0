/** Whether a header carries credentials, in whatever case its name is written. */
export function isAuthHeader(name: string): boolean {
  return ['authorization', 'x-hf-authorization'].includes(name.toLowerCase())
}
