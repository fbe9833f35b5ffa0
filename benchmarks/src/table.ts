/** Figures of one run: a column for each competitor, those of ours named first and `ours …`. */
export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly notes?: readonly string[] | undefined
}

export interface Row {
  readonly what: string
  /** The target of our own columns; no other is held to it. */
  readonly target?: Target | undefined
  /** One for each column; `undefined` where there is nothing to measure. */
  readonly values: readonly (number | undefined)[]
}

/** A count or a size, which is the same each time; or a time or a ratio, which a busy machine makes larger. */
export type Target = { readonly exactly: number } | { readonly atMost: number } | { readonly below: number }

/** So many times its target, a time or a ratio fails. Less is noise, and is only told. */
const allowance = 2

export function formatTable({ title, columns, rows, notes = [] }: Table): string {
  const cells = [
    ['', 'target', ...columns],
    ...rows.map(({ what, target, values }) => [what, formatTarget(target), ...values.map(formatValue)]),
  ]
  const widths = ['', 'target', ...columns].map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('   ')
  return [title, ...cells.map((row) => `  ${line(row)}`), ...notes.map((note) => `  ${note}`)].join('\n')
}

/** One sentence for each figure of ours that misses its target. */
export function missedTargets(table: Table): readonly string[] {
  return figuresBeyond(table, 1)
}

/** One sentence for each that fails: a count or size that misses its target, a time or ratio of more than twice its target. */
export function failures(table: Table): readonly string[] {
  return figuresBeyond(table, allowance)
}

function figuresBeyond({ title, columns, rows }: Table, times: number): readonly string[] {
  return rows.flatMap(({ what, target, values }) =>
    columns.flatMap((column, i) => {
      if (!target || !column.startsWith('ours') || isMet(target, values[i], times)) return []
      return `${title}: ${what}, ${column}: ${formatValue(values[i])}, target ${formatTarget(target)}`
    }),
  )
}

function isMet(target: Target, value: number | undefined, times: number): boolean {
  if (value === undefined) return false
  if ('exactly' in target) return value === target.exactly
  return 'atMost' in target ? value <= target.atMost : value < times * target.below
}

function formatTarget(target: Target | undefined): string {
  if (!target) return ''
  if ('exactly' in target) return String(target.exactly)
  return 'atMost' in target ? `≤ ${target.atMost}` : `< ${target.below}`
}

function formatValue(value: number | undefined): string {
  if (value === undefined) return '–'
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1)
}
