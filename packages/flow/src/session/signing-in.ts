// Loaded together, when a person is to be asked.
export { login } from './login.ts'
export { signInTurn } from './sign-in-turn.ts'
export { webSignIn } from './web-sign-in.ts'
