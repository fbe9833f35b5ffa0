// Loaded together, when a token is no longer good.
export { refreshTurn } from './refresh-turn.ts'
export { renew } from './renew.ts'
export { signOut } from './sign-out.ts'
export { forgetWindowPause } from './window-pause.ts'
