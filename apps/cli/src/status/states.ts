export const states = {
  ready: 'the access token is good',
  refreshable: 'it has expired, and is renewed when it is used',
  'sign in again': 'a person must sign in again (JSON: sign_in_required)',
  'not signed in': 'nothing is stored (JSON: missing)',
  damaged: 'unreadable, or for another server: sign in again, or update',
  memory: 'kept only in the programs that use the server',
  'no store': 'its store cannot be used (JSON: no_store)',
  misconfigured: 'an error says what is wrong, and where (JSON: null, and an error)',
  'no OAuth': 'it is used without OAuth (JSON: null)',
}

export const modes = {
  auto: 'no auth block: signs in if the server asks for it',
  forced: 'there is an auth block: signs in, with its settings',
  bearer: 'the configured Authorization header is sent as it is',
  disabled: 'auth.oauth is false',
  'not applicable': 'started by a command',
}
