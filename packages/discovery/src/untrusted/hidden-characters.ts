const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Scripts in which a joiner between letters changes the letters or the word. */
const joining = 'Arab Syrc Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Mong'.split(' ')

/**
 * Replaces, in a text that is to be printed, the characters that a person cannot see, or that change the place of
 * others: control characters, changes of the direction of writing, characters without width, line separators, lone
 * surrogates. Joiners within emoji, and within words of scripts that need them, are kept.
 */
export function replaceHidden(text: string, replacement: (character: string) => string): string {
  return text.replace(hidden, (character, at: number) => {
    const [before, after] = [text.slice(Math.max(0, at - 8), at), text.slice(at + 1, at + 3)]
    return joinsEmoji(character, before, after) || joinsWord(character, before, after)
      ? character
      : replacement(character)
  })
}

/** Whether a character joins several pictures to one emoji, or makes a picture of a sign or a key of a digit. */
function joinsEmoji(character: string, before: string, after: string): boolean {
  if (character === '\u200D') return /\p{ExtPict}\p{EMod}?\uFE0F?$/u.test(before) && /^\p{ExtPict}/u.test(after)
  if (character !== '\uFE0F') return false
  return /\p{ExtPict}$/u.test(before) || (/[0-9#*]$/.test(before) && after.startsWith('\u20E3'))
}

// Compiled when a joiner is met: together they would take longer than all else that is loaded.
let lettersOf: readonly RegExp[] | undefined

function joinsWord(character: string, before: string, after: string): boolean {
  if (character !== '\u200C' && character !== '\u200D') return false
  const [last = ''] = /[\p{L}\p{M}]$/u.exec(before) ?? []
  const [first = ''] = /^[\p{L}\p{M}]/u.exec(after) ?? []
  lettersOf ??= joining.map((script) => new RegExp(`\\p{Script_Extensions=${script}}`, 'u'))
  return lettersOf.some((letters) => letters.test(last) && letters.test(first))
}
