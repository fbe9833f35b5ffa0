/** What a person did at the keyboard. */
export type KeyAction =
  | { readonly kind: 'text'; readonly text: string }
  /** Ctrl-C, and Ctrl-D with nothing typed. */
  | { readonly kind: 'interrupt' | 'end' }

const pasteBegins = '\u001B[200~'
const pasteEnds = '\u001B[201~'

/** More than an answer may have: what comes after it need not be kept, since the whole is refused. */
const limit = 64 * 1024

/** A key that sends several characters, none of which is a control character but the first. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys begin with one
const wholeKey = /^\u001B(?:\[[0-?]*[ -/]*[@-~]|O[@-~]|[^[O\u0000-\u001F\u007F])$/u

/** Such a key as far as it came. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys begin with one
const halfKey = /^\u001B(?:\[[ -?]*|O)?$/

/** As kitty spells a key, where a program has asked it to: `CSI key:shifted:on-a-Latin-keyboard;modifiers:press u`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys begin with one
const kittyKey = /^\u001B\[(\d+)(?::\d*)?(?::(\d+))?;(\d+)(?::[12])?(?:;[\d:]*)?u$/

/** As xterm does: `CSI 27;modifiers;key ~`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys begin with one
const xtermKey = /^\u001B\[27;(\d+);(\d+)~$/

/** No key that means something here has more. */
const longestKey = 32

/**
 * Reads keys of a terminal in raw mode: what is pasted as one text, whatever lines it has, where the terminal brackets
 * it, and else what was typed until Enter. Returns how to feed it.
 */
export function pastedKeys(): (chunk: string) => readonly KeyAction[] {
  let half = ''
  // Not one text that grows: to look at it for each key would take the square of its length.
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
    // Also within a paste, whose end may never come.
    if (key === '\u0003') return [{ kind: 'interrupt' }]
    if (key === pasteBegins) pasting = true
    else if (key === pasteEnds) {
      pasting = false
      return submit()
    } else if (pasting) return type(key)
    else if (key === '\u0004') return typed.length === 0 ? [{ kind: 'end' }] : []
    // Within what came at once, the end of a line is one of a paste that the terminal does not bracket.
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
    // A character that does not belong to a key that has begun ends it, and is a key itself: a Ctrl-C above all.
    return press(wholeKey.test(key) ? withoutSpelling(key) : character, isLast)
  }

  return (chunk) => {
    const characters = [...chunk]
    return characters.flatMap((character, index) => take(character, index === characters.length - 1))
  }
}

/** The control character that Ctrl with a letter sends, where a terminal spells it; such a terminal has no other Ctrl-C. */
function withoutSpelling(key: string): string {
  const [, kitty, latin, withKitty] = kittyKey.exec(key) ?? []
  const [, withXterm, xterm] = xtermKey.exec(key) ?? []
  // One more than the sum of the modifiers, of which Ctrl is 4; Caps Lock and Num Lock, 64 and 128, change nothing.
  if (((Number(withKitty ?? withXterm) - 1) & 63) !== 4) return key
  const letter = String.fromCharCode(Number(latin ?? kitty ?? xterm))
  return /[a-z]/i.test(letter) ? String.fromCharCode(letter.charCodeAt(0) & 31) : key
}
