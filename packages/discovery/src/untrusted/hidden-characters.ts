// What makes one picture of several, and keys of digits.
const withinEmoji =
  /(?<=\p{ExtPict}\p{EMod}?\uFE0F?)\u200D(?=\p{ExtPict})|(?<=\p{ExtPict})\uFE0F|(?<=[0-9#*])\uFE0F(?=\u20E3)/u

// Scripts whose letters look different, or are other words, where they are joined or not.
const joining = 'Arab Syrc Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Mong'.split(' ')

const letterOf = (script: string): string => `(?=[\\p{L}\\p{M}])\\p{Script_Extensions=${script}}`
const withinWord = joining.map((script) => `(?<=${letterOf(script)})[\\u200C\\u200D](?=${letterOf(script)})`).join('|')

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/**
 * Characters of which a person sees nothing, or not where they stand: control characters, those that turn the direction
 * of writing, those without width, separators of lines, halves of characters. For whatever is printed.
 */
export const hiddenCharacters: RegExp = new RegExp(
  `(?!${withinEmoji.source}|(?=[\\u200C\\u200D])(?:${withinWord}))${hidden.source}`,
  'gu',
)
