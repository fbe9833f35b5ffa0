import { writeFile } from 'node:fs/promises'

export interface ReportNumbers {
  readonly passed: number
  readonly failed: number
  readonly skipped?: number | undefined
}

/** Writes the numbers as vitest reports them, for a script that sums up. Without a file to write to it does nothing. */
export async function writeReport(
  file: string | undefined,
  { passed, failed, skipped = 0 }: ReportNumbers,
): Promise<void> {
  if (file === undefined) return
  const numbers = { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: 0 }
  await writeFile(file, JSON.stringify(numbers))
}
