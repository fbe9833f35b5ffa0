import { createCookieJar } from './cookie-jar.ts'

export interface PersonOptions {
  /** The user name to sign in with. Default: `alex`. */
  readonly user?: string | undefined
  /** The answer on the consent page. Default: `allow`. */
  readonly answer?: 'allow' | 'deny' | undefined
}

/** The page at which a sign-in ended. */
export interface FinalPage {
  readonly status: number
  readonly text: string
}

/** Opens an authorization URL and does what it asks for; resolves with the page that came last. */
export type Person = (url: URL | string) => Promise<FinalPage>

/** The maximum number of pages, more than any sign-in has. */
const patience = 20

/**
 * A person without a display: signs in, answers the consent page and waits for the page of the loopback redirect. Each
 * person has one browser profile, and so enters the password once.
 */
export function scriptedPerson({ user = 'alex', answer = 'allow' }: PersonOptions = {}): Person {
  const jar = createCookieJar()
  return async (start) => {
    const { origin } = new URL(start)
    let step: Step = { url: new URL(start) }
    for (let page = 0; page < patience; page += 1) {
      const response = await visit(step)
      const text = await response.text()
      const location = response.headers.get('location')
      const form = step.url.origin === origin ? fillForm(text, user, answer) : undefined
      if (location && response.status < 400) step = { url: new URL(location, step.url) }
      else if (form && response.ok) step = { url: step.url, form }
      else return { status: response.status, text }
    }
    throw new Error(`The sign-in had more than ${patience} pages`)
  }

  async function visit({ url, form }: Step): Promise<Response> {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      headers: { cookie: jar.header(url) },
      redirect: 'manual',
      ...(form && { body: form }),
    })
    jar.take(url, response)
    return response
  }
}

interface Step {
  readonly url: URL
  readonly form?: URLSearchParams
}

/** Fills in the login or consent form of a page. */
function fillForm(html: string, user: string, answer: string): URLSearchParams | undefined {
  const names = [...html.matchAll(/<(?:input|button)\b[^>]*\bname="([^"]*)"/g)].map(([, name]) => name)
  if (names.includes('password')) return new URLSearchParams({ user, password: 'secret' })
  if (names.includes('answer')) return new URLSearchParams({ answer })
  return undefined
}
