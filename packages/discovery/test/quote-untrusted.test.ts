import { expect, it } from 'vitest'
import { displayUrl, quoteUntrusted, urlLiteral } from '../src/untrusted/quote-untrusted.ts'

it.each([
  ['quotes text', 'https://as.example', '"https://as.example"'],
  ['takes away what a terminal obeys', 'a\u001b[31mb\u009bc\nd', '"a\ufffd[31mb\ufffdc\ufffdd"'],
  ['takes away what is invisible', 'a\u202eb\u200bc', '"a\ufffdb\ufffdc"'],
  ['takes away what has no width', 'a\u034fb\u3164c\u{e0041}d\ufe0f', '"a\ufffdb\ufffdc\ufffdd\ufffd"'],
  ['keeps what makes one picture of several', '⚠️ 👩‍👩‍👧 👩🏽‍💻 ❤️‍🔥', '"⚠️ 👩‍👩‍👧 👩🏽‍💻 ❤️‍🔥"'],
  ['keeps keys of digits (H130)', '1\ufe0f\u20e3 #\ufe0f\u20e3', '"1\ufe0f\u20e3 #\ufe0f\u20e3"'],
  ['takes away a variation of what has none', '1\ufe0f a\ufe0f\u20e3', '"1\ufffd a\ufffd\u20e3"'],
  ['takes joiners away beside one picture', '👩\u200dx x\u200d👩', '"👩\ufffdx x\ufffd👩"'],
  ['takes joiners away near pictures', '👩x\u200d👩 👩\u200dx👩', '"👩x\ufffd👩 👩\ufffdx👩"'],
  ['takes joiners away before what is near a picture', '❤\u200dx❤', '"❤\ufffdx❤"'],
  ['takes away a variation near a picture', '👩x\ufe0f', '"👩x\ufffd"'],
  ['takes away what is not seen between pictures', '👩\u200b👩', '"👩\ufffd👩"'],
  ['keeps the words of Persian (H130)', 'می\u200cخواهم', '"می\u200cخواهم"'],
  ['keeps the words of Hindi (H130)', 'क्\u200dष क्\u200cष', '"क्\u200dष क्\u200cष"'],
  ['keeps the words of Sinhala', 'ශ්\u200dරී', '"ශ්\u200dරී"'],
  ['keeps the words of Malayalam', 'ന്\u200dറ', '"ന്\u200dറ"'],
  ['keeps the words of Bengali', 'র\u200d্য', '"র\u200d্য"'],
  ['takes joiners away from Latin letters (H130)', 'gi\u200ct\u200dhub', '"gi\ufffdt\ufffdhub"'],
  ['takes joiners away from Cyrillic and Greek letters (H130)', 'г\u200cи α\u200dβ', '"г\ufffdи α\ufffdβ"'],
  ['takes joiners away between two scripts', 'م\u200ca \u0645\u200d\u0915', '"م\ufffda \u0645\ufffd\u0915"'],
  ['takes joiners away at the end of a word', 'می\u200c \u200dक', '"می\ufffd \ufffdक"'],
  ['takes away joiners of joiners (H130)', 'می\u200c\u200dخ', '"می\ufffd\ufffdخ"'],
  ['takes away what turns the direction in a word', 'می\u200fخ\u202eو', '"می\ufffdخ\ufffdو"'],
  ['takes away what is half a character', 'a\ud83d', '"a\ufffd"'],
  ['takes away what begins a line', 'a\u2028b\u2029c', '"a\ufffdb\ufffdc"'],
  ['keeps 200 characters', 'x'.repeat(200), `"${'x'.repeat(200)}"`],
  ['cuts what is long', 'x'.repeat(201), `"${'x'.repeat(200)}…"`],
  ['shows nothing of a list', ['x'], 'something that is not a string'],
  ['shows nothing of null', null, 'something that is not a string'],
  ['says that there is none', undefined, 'nothing'],
])('%s', (_, value, text) => {
  expect(quoteUntrusted(value)).toBe(text)
})

it.each([
  ['a value', 'https://h/mcp?server=a', 'https://h/mcp?server=…'],
  ['one of several values', 'https://h/mcp?server=a&team-id=b', 'https://h/mcp?server=…&team-id=…'],
  ['what stands without a name', 'https://h/mcp?sk-secret', 'https://h/mcp?…'],
  ['what stands before an equality sign and nothing', 'https://h/mcp?sk-secret=', 'https://h/mcp?…'],
  ['a key in Base64', 'https://h/mcp?c2stc2VjcmV0==', 'https://h/mcp?…'],
  ['a name that nobody would have chosen', 'https://h/mcp?sk0123456789abcdef=1', 'https://h/mcp?…'],
  ['a name that is too long', `https://h/mcp?${'x'.repeat(33)}=1`, 'https://h/mcp?…'],
  ['a name that is no word', 'https://h/mcp?%1b[31m=1&server=a', 'https://h/mcp?…&server=…'],
  ['a value with more question marks', 'https://h/mcp?a=b?c=d', 'https://h/mcp?a=…'],
  ['a value of several lines', 'https://h/mcp?a=b\nc', 'https://h/mcp?a=…'],
  ['a fragment', 'https://h/mcp?a=b#c?d=e', 'https://h/mcp?a=…'],
  ['a query that is empty', 'https://h/mcp?#c', 'https://h/mcp'],
])('shows of a URL nothing of %s (H89)', (_, url, text) => {
  expect(displayUrl(url)).toBe(text)
  expect(displayUrl(text)).toBe(text)
})

it.each([
  ['letters of another alphabet', 'https://gіthub.example/mcp', 'https://xn--gthub-n2e.example/mcp'],
  ['letters without width', 'https://git\u200bhub.example/a', 'https://github.example/a'],
  ['wide letters and dots', 'https://ｅvil．example/a', 'https://evil.example/a'],
  ['escaped letters', 'https://%65vil.example/a', 'https://evil.example/a'],
  ['capital letters', 'https://EVIL.example/Path', 'https://evil.example/Path'],
  ['backslashes', 'https:\\\\evil.example\\a', 'https://evil.example/a'],
  ['a user name', 'https://good.example@evil.example/', 'https://evil.example/'],
  ['a number', 'http://2130706433/mcp', 'http://127.0.0.1/mcp'],
  ['a query', 'https://h.example/{id}?key=1#x', 'https://h.example/{id}?key=…'],
  ['no path', 'https://h.example', 'https://h.example'],
  ['no host', 'data:x', 'data:x'],
  ['no URL', 'h.example', 'h.example'],
])('shows the host of a URL as it is asked, where that is written with %s (H117)', (_, url, text) => {
  expect(displayUrl(url)).toBe(text)
})

it.each([
  ["https://as.example/x'),evil('", "'https://as.example/x\\'),evil(\\''"],
  ["https://it's.example", "'https://it\\'s.example'"],
  ["it's.example:80", "'it\\'s.example:80'"],
  ['https://as.example/a\\', "'https://as.example/a\\\\'"],
])('a line to be copied holds %s as one string (H162)', (url, literal) => {
  expect(urlLiteral(url)).toBe(literal)
})
