/** What a person did at the keyboard. */
export type KeyAction =
  | { readonly kind: 'text'; readonly text: string }
  /** Ctrl-C, and Ctrl-D with nothing typed. */
  | { readonly kind: 'interrupt' | 'end' }

const pasteBegins = '\u001B[200~'
const pasteEnds = '\u001B[201~'
/** Nothing that is pasted here is longer. */
const limit = 64 * 1024

/**
 * Reads keys of a terminal in raw mode: what is pasted as one text, whatever lines it has, where the terminal brackets
 * it, and else what was typed until Enter. Returns how to feed it.
 */
export function pastedKeys(): (chunk: string) => readonly KeyAction[] {
  let pending = ''
  let typed = ''
  let pasting = false

  const submit = (): readonly KeyAction[] => {
    const text = typed
    typed = ''
    return text.trim() === '' ? [] : [{ kind: 'text', text }]
  }
  const press = (key: string, isLast: boolean): readonly KeyAction[] => {
    if (key === pasteBegins) pasting = true
    else if (key === pasteEnds) {
      pasting = false
      return submit()
    } else if (pasting) typed += key
    else if (key === '\u0003') return [{ kind: 'interrupt' }]
    else if (key === '\u0004') return typed === '' ? [{ kind: 'end' }] : []
    else if (key === '\r' || key === '\n') {
      // Within what came at once, the end of a line is one of a paste that the terminal does not bracket.
      if (isLast) return submit()
      typed += '\n'
    } else if (key === '\u007F' || key === '\b') typed = [...typed].slice(0, -1).join('')
    else if (key === '\u0015') typed = ''
    else if (key >= ' ' && !key.startsWith('\u001B')) typed += key
    typed = typed.slice(0, limit)
    return []
  }

  return (chunk) => {
    const { keys, rest } = splitKeys(pending + chunk)
    pending = rest
    return keys.flatMap((key, index) => press(key, rest === '' && index === keys.length - 1))
  }
}

/** A key that sends several characters, whole; else one character that is not the beginning of such a key. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters
const key = /\u001B(?:\[[0-?]*[ -/]*[@-~]|O[@-~]|[^[O])|[^\u001B]/suy

/** The keys that came whole, and the beginning of the one that did not. */
function splitKeys(text: string): { readonly keys: readonly string[]; readonly rest: string } {
  const keys: string[] = []
  let end = 0
  while (end < text.length) {
    key.lastIndex = end
    const found = key.exec(text)?.[0]
    if (found === undefined) break
    keys.push(found)
    end += found.length
  }
  return { keys, rest: text.slice(end) }
}
