import { shortUrls } from './short-url.ts'
import type { Paint } from './style.ts'

export interface Cell {
  readonly text: string
  readonly paint?: Paint | undefined
}

export interface Column {
  readonly heading: string
  readonly cells: readonly Cell[]
  /** The width of the column. A wider cell gets a line of its own. */
  readonly width: number
}

/** A row's lines, each with its columns. */
export type Layout = readonly (readonly Column[])[]

/** The width of the names if the longest name does not fit. */
const nameRoom = 16

/**
 * The columns in each line of a row. The first column has names, the last one URLs. If the width allows, a row is one line
 * with shortened URLs. Otherwise a few URLs and long names get their own lines; if that is not enough, all URLs, then all names.
 */
export function tableLayout(columns: readonly Column[], width: number): Layout {
  const [first, last] = [columns[0], columns.at(-1)]
  if (!first || !last || columns.length < 2) return [columns]
  const between = columns.slice(1, -1)
  const rest = between.reduce((sum, column) => sum + column.width + 2, 0)
  const whole = shortened(last, width - first.width - rest - 2)
  if (first.width + 2 + rest + whole.width <= width) return [[first, ...between, whole]]
  const narrow = withWidth(first, Math.min(first.width, nameRoom))
  const room = width - narrow.width - rest - 2
  const below = shortened(last, width - 2)
  const few = shortened(last, room).cells.map((cell, index) => (fits(cell, room) ? cell : (below.cells[index] ?? cell)))
  const known = few.filter(({ text }) => text !== '')
  const beside = known.filter((cell) => fits(cell, room))
  if (room >= last.heading.length && beside.length * 2 > known.length) {
    return [[narrow, ...between, { ...last, cells: few, width: room }]]
  }
  const left = width - rest
  if (left >= Math.min(first.width, first.heading.length)) {
    return [[withWidth(first, Math.min(first.width, left)), ...between], [below]]
  }
  return [[first], between, [below]]
}

function fits({ text }: Cell, room: number): boolean {
  return text.length <= room
}

function withWidth(column: Column, width: number): Column {
  return { ...column, width }
}

function shortened(column: Column, room: number): Column {
  const texts = shortUrls(
    column.cells.map(({ text }) => text),
    room,
  )
  const cells = column.cells.map((cell, index) => ({ ...cell, text: texts[index] ?? '' }))
  return { ...column, cells, width: widthOf(column.heading, texts) }
}

/** The width at which no cell needs a line of its own. */
export function widthOf(heading: string, texts: readonly string[]): number {
  return Math.max(heading.length, ...texts.map(({ length }) => length))
}
