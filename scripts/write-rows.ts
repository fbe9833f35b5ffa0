import { writeFile } from 'node:fs/promises'
import { findRowTests, rowDocuments, withTests } from './row-documents.ts'

/** Writes the tests of each row into the documents that list them. */
const tests = findRowTests()
for (const document of rowDocuments)
  await writeFile(new URL(`../${document}`, import.meta.url), withTests(document, tests))
