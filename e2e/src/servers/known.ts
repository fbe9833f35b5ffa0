/** Rows that are expected, and not so yet. */
export const known: ReadonlySet<string> = new Set([
  'a registration with `application_type` is refused',
  'a registration with the method none is refused, though it is listed',
  '`token_type` is "access_token"',
  '`token_type` is "user" (Slack)',
  'registration answered with a method that nobody asked for (private_key_jwt)',
  '415 to forms whose Content-Type names a charset',
  '`access_token` ends with a line break',
  '`token_type` ends with white space',
  'library, told of its option: no resource metadata, and server metadata of the origin is a redirect elsewhere',
])
