// Control characters, and those that turn or hide the text around them.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** Foreign text for a page: on one line, no longer than `maxLength`, with nothing that a browser acts on. */
export function plainText(text: string, maxLength: number): string {
  const characters = [...text.replace(invisible, ' ').trim()]
  const shown = characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : characters.join('')
  return escapeText(shown)
}
