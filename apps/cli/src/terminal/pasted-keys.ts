/** An action of a person at the keyboard. */
export type KeyAction =
  | { readonly kind: 'text'; readonly text: string }
  /** Ctrl-C; and Ctrl-D if nothing is typed. */
  | { readonly kind: 'interrupt' | 'end' }

const pasteBegins = '\u001B[200~'
const pasteEnds = '\u001B[201~'

/** The maximum length of a text. An answer is shorter, so a longer text is refused anyway. */
const limit = 64 * 1024

/** A key that sends several characters, of which only the first is a control character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys begin with one
const wholeKey = /^\u001B(?:\[[0-?]*[ -/]*[@-~]|O[@-~]|[^[O\u0000-\u001F\u007F])$/u

/** The beginning of such a key, whose rest has not come yet. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys begin with one
const halfKey = /^\u001B(?:\[[ -?]*|O)?$/

/**
 * A key as kitty encodes it, if a program has asked for that: `CSI key:shifted:on-a-Latin-keyboard;modifiers:press u`.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys begin with one
const kittyKey = /^\u001B\[(\d+)(?::\d*)?(?::(\d+))?;(\d+)(?::[12])?(?:;[\d:]*)?u$/

/** A key as xterm encodes it: `CSI 27;modifiers;key ~`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys begin with one
const xtermKey = /^\u001B\[27;(\d+);(\d+)~$/

/** The length of the longest key that means something here. */
const longestKey = 32

/**
 * Reads keys of a terminal in raw mode. A paste that the terminal brackets is one text, with all its lines; otherwise a text
 * ends with Enter. Returns the function that takes the next characters.
 */
export function pastedKeys(): (chunk: string) => readonly KeyAction[] {
  let half = ''
  // A list of pieces, since work on one growing text for each key would take the square of its length.
  let typed: string[] = []
  let pasting = false

  const submit = (): readonly KeyAction[] => {
    const text = typed.join('')
    typed = []
    return text.trim() === '' ? [] : [{ kind: 'text', text }]
  }
  const type = (text: string): readonly KeyAction[] => {
    if (typed.length < limit) typed.push(text)
    return []
  }
  const press = (key: string, isLast: boolean): readonly KeyAction[] => {
    // Ctrl-C works even within a paste, since the end of the paste may never come.
    if (key === '\u0003') return [{ kind: 'interrupt' }]
    if (key === pasteBegins) pasting = true
    else if (key === pasteEnds) {
      pasting = false
      return submit()
    } else if (pasting) return type(key)
    else if (key === '\u0004') return typed.length === 0 ? [{ kind: 'end' }] : []
    // A line end with more text after it in the same chunk belongs to a paste that the terminal does not bracket.
    else if (key === '\r' || key === '\n') return isLast ? submit() : type('\n')
    else if (key === '\u007F' || key === '\b') typed.pop()
    else if (key === '\u0015') typed = []
    else if (key >= ' ' && !key.startsWith('\u001B')) return type(key)
    return []
  }
  const take = (character: string, isLast: boolean): readonly KeyAction[] => {
    const key = half + character
    half = ([key, character].find((each) => halfKey.test(each)) ?? '').slice(0, longestKey)
    if (half !== '') return []
    // A character that does not continue the key that has begun ends it, and is a key itself, above all a Ctrl-C.
    return press(wholeKey.test(key) ? withoutSpelling(key) : character, isLast)
  }

  return (chunk) => {
    const characters = [...chunk]
    return characters.flatMap((character, index) => take(character, index === characters.length - 1))
  }
}

/**
 * The control character of Ctrl with a letter, if the terminal encodes the key; such a terminal sends no other Ctrl-C.
 */
function withoutSpelling(key: string): string {
  const [, kitty, latin, withKitty] = kittyKey.exec(key) ?? []
  const [, withXterm, xterm] = xtermKey.exec(key) ?? []
  // The number is the sum of the modifiers plus 1. Ctrl is 4; Caps Lock (64) and Num Lock (128) change nothing.
  if (((Number(withKitty ?? withXterm) - 1) & 63) !== 4) return key
  const letter = String.fromCharCode(Number(latin ?? kitty ?? xterm))
  return /[a-z]/i.test(letter) ? String.fromCharCode(letter.charCodeAt(0) & 31) : key
}
