import type { PageWords } from './page-words.ts'

const strokes: Record<PageWords['icon'], string> = {
  check: 'M7.5 12.5l3 3 6-6.5',
  stop: 'M8 12h8',
  clock: 'M12 6.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11M12 9.2V12l2 1.2',
  cross: 'M9 9l6 6M15 9l-6 6',
  question: 'M9.7 9.6a2.4 2.4 0 1 1 3.4 2.5c-.7.4-1.1.9-1.1 1.7M12 16.6v.1',
}

/** Decoration: the heading says the same. */
export function icon(name: PageWords['icon']): string {
  const path = `<path d="${strokes[name]}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/>`
  const circle = '<circle cx="12" cy="12" r="10"/>'
  return `<svg viewBox="2 2 20 20" fill="none" stroke="currentColor" aria-hidden="true">${circle}${path}</svg>`
}
