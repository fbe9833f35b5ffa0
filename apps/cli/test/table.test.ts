import { describe, expect, it } from 'vitest'
import { printParagraphs, printTable, type RecordFacts } from '../src/terminal/print-table.ts'
import { createPrinter } from '../src/terminal/printer.ts'
import { shortUrls } from '../src/terminal/short-url.ts'

const esc = '\u001B'
const row = (name: string, state: string, expires: string, server?: string): RecordFacts => [
  { name: 'Name', value: name },
  { name: 'Account', value: undefined },
  { name: 'State', value: state, paint: (text: string) => text.toUpperCase() },
  { name: 'Expires', value: expires },
  { name: 'Server', value: server },
]
const records = [
  row('github', 'not signed in', '', 'https://api.githubcopilot.com/mcp'),
  row('a-rather-long-server-name', 'ready', 'in 60 minutes', 'https://mcp.internal.example.com/team/one/mcp'),
  row(`mem${esc}[2J`, 'refreshable', 'renewed on use', 'http://127.0.0.1:4710/sse'),
  row('local', 'no OAuth', ''),
]

function printed(columns: number | undefined, print = printTable): string {
  const written: string[] = []
  const terminal = { isTTY: columns !== undefined, columns, write: (text: string) => void written.push(text) }
  print(records, createPrinter(terminal, { NO_COLOR: '1' }))
  return written.join('')
}

describe('a table of servers', () => {
  it('has one line a row where it fits, without empty columns, and nothing that acts on a terminal', () => {
    expect(printed(120)).toMatchInlineSnapshot(`
      "NAME                       STATE          EXPIRES         SERVER
      github                     NOT SIGNED IN                  https://api.githubcopilot.com/mcp
      a-rather-long-server-name  READY          in 60 minutes   https://mcp.internal.example.com/team/one/mcp
      mem [2J                    REFRESHABLE    renewed on use  http://127.0.0.1:4710/sse
      local                      NO OAUTH
      "
    `)
  })

  it('shortens URLs but for their hosts, and only what is too long has a line of its own, over 80 columns', () => {
    expect(printed(80)).toMatchInlineSnapshot(`
      "NAME              STATE          EXPIRES         SERVER
      github            NOT SIGNED IN                  api.githubcopilot.com/mcp
      a-rather-long-server-name
                        READY          in 60 minutes   mcp.internal.example.com/team/…
      mem [2J           REFRESHABLE    renewed on use  http://127.0.0.1:4710/sse
      local             NO OAUTH
      "
    `)
  })

  it('has the URLs below the rest over 60 columns', () => {
    expect(printed(60)).toMatchInlineSnapshot(`
      "NAME                       STATE          EXPIRES
        SERVER
      github                     NOT SIGNED IN
        https://api.githubcopilot.com/mcp
      a-rather-long-server-name  READY          in 60 minutes
        https://mcp.internal.example.com/team/one/mcp
      mem [2J                    REFRESHABLE    renewed on use
        http://127.0.0.1:4710/sse
      local                      NO OAUTH
      "
    `)
  })

  it('has all four columns over 40 columns', () => {
    expect(printed(40)).toMatchInlineSnapshot(`
      "NAME       STATE          EXPIRES
        SERVER
      github     NOT SIGNED IN
        api.githubcopilot.com/mcp
      a-rather-long-server-name
                 READY          in 60 minutes
        mcp.internal.example.com/team/one/mcp
      mem [2J    REFRESHABLE    renewed on use
        http://127.0.0.1:4710/sse
      local      NO OAUTH
      "
    `)
  })

  it('has names above the rest where nothing else fits', () => {
    expect(printed(30)).toMatchInlineSnapshot(`
      "NAME
        STATE          EXPIRES
        SERVER
      github
        NOT SIGNED IN
        api.githubcopilot.com/mcp
      a-rather-long-server-name
        READY          in 60 minutes
        mcp.internal.example.com/te…
      mem [2J
        REFRESHABLE    renewed on use
        http://127.0.0.1:4710/sse
      local
        NO OAUTH
      "
    `)
  })

  it.each([20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 200])('hides no host over %d columns', (columns) => {
    for (const host of ['api.githubcopilot.com', 'mcp.internal.example.com', 'http://127.0.0.1:4710']) {
      expect(printed(columns)).toContain(host)
    }
  })

  it('is cut nowhere in a file or a pipe', () => {
    expect(printed(undefined)).toBe(printed(500))
    expect(printed(undefined)).toContain('https://mcp.internal.example.com/team/one/mcp\n')
  })
})

it('prints paragraphs of one server, with all there is', () => {
  expect(printed(40, (all, out) => printParagraphs(all.slice(1, 2), out))).toMatchInlineSnapshot(`
    "a-rather-long-server-name
      State    READY
      Expires  in 60 minutes
      Server
        https://mcp.internal.example.com/team/one/mcp
    "
  `)
})

describe('short URLs', () => {
  it.each([
    ['as they are, where they fit', ['https://a.example/mcp'], 21, ['https://a.example/mcp']],
    ['without https://', ['https://a.example/mcp'], 20, ['a.example/mcp']],
    ['with http://', ['http://a.example/mcp'], 17, ['http://a.example…'.replace('…', '/…')]],
    ['without the end of a path', ['https://a.example/mcp/one'], 14, ['a.example/mcp…']],
    ['with their whole host', ['https://a.long.example:8443/mcp'], 5, ['a.long.example:8443/…']],
    ['alike in one list', ['https://a.example/mcp', 'https://b.example'], 15, ['a.example/mcp', 'b.example']],
    [
      'different where they differ',
      ['https://a.example/mcp/one', 'https://a.example/mcp/two'],
      15,
      ['a.example/mcp/one', 'a.example/mcp/two'],
    ],
  ])('are %s', (_, urls, room, expected) => {
    expect(shortUrls(urls, room)).toEqual(expected)
  })
})
