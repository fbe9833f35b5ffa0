// What makes one picture of several.
const withinEmoji = /(?<=\p{ExtPict}\p{EMod}?\uFE0F?)\u200D(?=\p{ExtPict})|(?<=\p{ExtPict})\uFE0F/u

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/**
 * Characters of which a person sees nothing, or not where they stand: control characters, those that turn the direction
 * of writing, those without width, separators of lines, halves of characters. For whatever is printed.
 */
export const hiddenCharacters: RegExp = new RegExp(`(?!${withinEmoji.source})${hidden.source}`, 'gu')
