// Characters that join several pictures to one emoji, or make a key of a digit.
const withinEmoji =
  /(?<=\p{ExtPict}\p{EMod}?\uFE0F?)\u200D(?=\p{ExtPict})|(?<=\p{ExtPict})\uFE0F|(?<=[0-9#*])\uFE0F(?=\u20E3)/u

// Scripts in which a joiner between letters changes the letters or the word.
const joining = 'Arab Syrc Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Mong'.split(' ')

const letterOf = (script: string): string => `(?=[\\p{L}\\p{M}])\\p{Script_Extensions=${script}}`
const withinWord = joining.map((script) => `(?<=${letterOf(script)})[\\u200C\\u200D](?=${letterOf(script)})`).join('|')

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/**
 * Characters that a person cannot see, or that change where others are shown: control characters, changes of the direction
 * of writing, characters without width, line separators, lone surrogates. To be replaced in any text that is printed.
 */
export const hiddenCharacters: RegExp = new RegExp(
  `(?!${withinEmoji.source}|(?=[\\u200C\\u200D])(?:${withinWord}))${hidden.source}`,
  'gu',
)
