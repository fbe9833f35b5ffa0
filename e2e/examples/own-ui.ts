import type { AuthEvent } from 'fast-agent-auth'

/** Draws a sign-in in an interface of your own: createAuth(url, { onEvent: drawSignIn(showInStatusBar) }) */
export function drawSignIn(show: (text: string) => void): (event: AuthEvent) => void {
  return (event) => {
    switch (event.type) {
      case 'login_required':
        return show(`${event.serverUrl} wants you to sign in`)
      case 'authorization_url':
        return show(`${new URL(event.issuer).host} asks you for ${event.scope ?? 'access'}: ${event.url.href}`)
      case 'waiting':
        return show(event.for === 'browser' ? 'Waiting for your browser…' : 'Another program signs in…')
      case 'callback_received':
        return show('Fetching the tokens…')
      case 'signed_in':
        return show(`Signed in to ${event.serverUrl}`)
      case 'step_up':
        return show(`The server wants more: ${event.scope}`)
      case 'store_fallback':
        return show(`Signed in until this program ends: ${event.reason}`)
      case 'refresh_failed':
        if (event.final) show(`Sign in to ${event.serverUrl} again`)
    }
  }
}
