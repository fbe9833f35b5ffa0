import { describe, expect, it } from 'vitest'
import { consentPage, errorPage, loginPage, pageHeaders } from '../src/pages.ts'

const hostile = `"><script>alert('&')</script>`
const consent = {
  client: 'Notes',
  user: 'alex',
  resource: 'http://127.0.0.1:1/mcp',
  scopes: [{ name: 'mcp:read', meaning: 'Read' }],
  returnsTo: 'http://127.0.0.1:2',
}

describe('every page', () => {
  it.each([
    ['login', loginPage({ client: hostile, user: hostile, problem: { field: 'user', text: hostile } })],
    ['consent', consentPage({ ...consent, client: hostile, user: hostile, resource: hostile, returnsTo: hostile })],
    ['error', errorPage(hostile, hostile)],
  ])('shows what it was given as text: %s', (_name, html) => {
    expect(html).not.toContain('<script>')
    expect(html).toContain('&#60;script&#62;alert(&#39;&#38;&#39;)')
  })

  it.each([
    ['login', loginPage({ client: 'Notes' })],
    ['consent', consentPage(consent)],
    ['error', errorPage('It is over')],
  ])('has a language, one main heading and nothing from elsewhere: %s', (_name, html) => {
    expect(html).toContain('<html lang="en">')
    expect(html.match(/<h1>/g)).toHaveLength(1)
    expect(html).not.toMatch(/\b(src|href)=|@import|url\(/)
  })

  it('forbids to load, frame or keep it', () => {
    expect(pageHeaders['content-security-policy']).toContain("default-src 'none'")
    expect(pageHeaders['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(pageHeaders['cache-control']).toBe('no-store')
  })
})

describe('the login page', () => {
  it('labels both fields and names the password', () => {
    const html = loginPage({ client: 'Notes' })
    for (const field of ['user', 'password']) {
      expect(html).toContain(`<label for="${field}">`)
      expect(html).toContain(`id="${field}"`)
    }
    expect(html).toContain('the password is <code>secret</code>')
  })

  it('ties a problem to the field that has it, and puts the cursor there', () => {
    const html = loginPage({ client: 'Notes', problem: { field: 'password', text: 'Wrong' } })
    expect(html).toContain('<p class="alarm" id="problem" role="alert">Wrong</p>')
    expect(html).toMatch(/id="password"[^>]* aria-invalid="true" aria-describedby="problem" autofocus>/)
    expect(html).not.toMatch(/id="user"[^>]*(aria-invalid|autofocus)/)
  })
})

describe('the consent page', () => {
  it('says who asks, as whom, for what, where, and offers both answers', () => {
    const html = consentPage(consent)
    for (const part of ['Notes', 'alex', 'mcp:read', 'http://127.0.0.1:1/mcp', 'http://127.0.0.1:2']) {
      expect(html).toContain(part)
    }
    expect(html).toContain('name="answer" value="allow">Allow<')
    expect(html).toContain('name="answer" value="deny">Deny<')
  })
})
