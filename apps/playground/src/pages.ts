import { createHash } from 'node:crypto'
import { pageStyle } from './page-style.ts'

const styleHash = createHash('sha256').update(pageStyle).digest('base64')

/** Headers of every page: nothing is loaded, nothing frames it, nothing keeps it. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
}

export interface LoginView {
  readonly client: string
  readonly user?: string | undefined
  readonly problem?: LoginProblem | undefined
}

export interface LoginProblem {
  readonly field: 'user' | 'password'
  readonly text: string
}

/** Asks for a user name and a password. */
export function loginPage({ client, user = '', problem }: LoginView): string {
  const focus = problem?.field ?? 'user'
  const state = (field: LoginProblem['field']): string => {
    const invalid = problem?.field === field ? ' aria-invalid="true" aria-describedby="problem"' : ''
    return `required${invalid}${focus === field ? ' autofocus' : ''}`
  }
  return page(
    'Sign in',
    `<h1>Sign in</h1>
<p>to continue to <strong class="name">${escapeHtml(client)}</strong></p>
<p class="note">This is a playground: any user name will do, and the password is <code>secret</code>.</p>
${problem ? `<p class="alarm" id="problem" role="alert">${escapeHtml(problem.text)}</p>` : ''}
<form class="fields" method="post">
<label for="user">User name</label>
<input id="user" name="user" value="${escapeHtml(user)}" autocomplete="username" autocapitalize="none" spellcheck="false" ${state('user')}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" ${state('password')}>
<button class="main" type="submit">Sign in</button>
</form>`,
  )
}

export interface ConsentView {
  readonly client: string
  readonly user: string
  readonly resource: string
  readonly scopes: readonly { readonly name: string; readonly meaning: string }[]
  /** The scheme, host and port that the browser returns to. */
  readonly returnsTo: string
}

/** Asks whether a client may act for a person. */
export function consentPage({ client, user, resource, scopes, returnsTo }: ConsentView): string {
  const rows = scopes.map(({ name, meaning }) => `<li>${escapeHtml(meaning)} <code>${escapeHtml(name)}</code></li>`)
  return page(
    `Allow ${client}?`,
    `<h1>Allow <span class="name">${escapeHtml(client)}</span> to act for you?</h1>
<p class="quiet">You are signed in as <strong class="name">${escapeHtml(user)}</strong>.</p>
<h2 id="scopes">It would be able to</h2>
<ul aria-labelledby="scopes">${rows.join('')}</ul>
<dl>
<dt>Server</dt><dd><code>${escapeHtml(resource)}</code></dd>
<dt>Returns to</dt><dd><code>${escapeHtml(returnsTo)}</code></dd>
</dl>
<form class="choice" method="post">
<button class="main" type="submit" name="answer" value="allow">Allow</button>
<button type="submit" name="answer" value="deny">Deny</button>
</form>`,
  )
}

/** Says why a sign-in ended here, where there is no program to send the person back to. */
export function errorPage(reason: string, code?: string): string {
  return page(
    'Sign-in failed',
    `<h1>This sign-in cannot continue</h1>
<p class="alarm">${escapeHtml(reason)}${code ? ` <code>(${escapeHtml(code)})</code>` : ''}</p>
<p class="quiet">Close this page and sign in again from the program that brought you here.</p>`,
  )
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} – Playground</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
