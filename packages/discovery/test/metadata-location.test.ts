import { describe, expect, it } from 'vitest'
import { metadataLocation } from '../src/metadata-location.ts'

const serverUrl = 'https://mcp.example/mcp'

describe('the resource metadata that a challenge names', () => {
  it.each([
    [' https://mcp.example/x ', { url: 'https://mcp.example/x', isGuess: false }],
    ['http://mcp.example/x?y', { url: 'https://mcp.example/x?y', isGuess: true }],
    ['x/https://a?y', { url: 'https://mcp.example/x/https://a?y', isGuess: true }],
    ['/x#y', { url: 'https://mcp.example/x', isGuess: true }],
    ['', undefined],
    ['  ', undefined],
    ['mailto:a@b.example', undefined],
    ['https://', undefined],
  ])('for %j is at %j', (text, location) => {
    expect(metadataLocation(text, serverUrl, {})).toEqual(location)
  })

  it('is at http where the server itself is', () => {
    const options = { httpHosts: ['mcp.example'] }
    expect(metadataLocation('http://mcp.example/x', 'http://mcp.example/mcp', options)?.isGuess).toBe(false)
  })

  it.each(['http://u@mcp.example/x', 'http://:p@mcp.example/x'])(
    'is not at %s, and no setting changes that',
    (text) => {
      expect(() => metadataLocation(text, serverUrl, {})).toThrowError(
        `${serverUrl} names resource metadata whose URL holds a user name or password; it is not fetched. No setting changes that.`,
      )
    },
  )

  it('is not at another origin, and the person is told what to do about it', () => {
    expect(() => metadataLocation('https://other.example/x', serverUrl, {})).toThrowError(
      expect.objectContaining({
        code: 'insecure_url',
        message: `${serverUrl} names resource metadata whose URL is on another origin, "https://other.example"; it is not fetched. If that is how the server calls itself, use its URL there. If you trust that origin, set the option allow.metadataOrigins of createAuth, or resourceMetadataOrigins of this package, to ['https://other.example'].`,
        details: expect.objectContaining({
          options: [
            { condition: 'you trust that origin', option: 'allow.metadataOrigins', value: 'https://other.example' },
          ],
        }),
      }),
    )
  })
})
