import { readFile, writeFile } from 'node:fs/promises'
import { authOptions } from '../packages/config/src/options.ts'
import { authProperties } from './option-schema.ts'
import { optionTable } from './option-table.ts'

/** Writes what is made of the list of options: the properties in the schema, and the table in docs/options.md. */
const root = new URL('../', import.meta.url)
const schemaFile = new URL('packages/config/schema.json', root)
const schema = JSON.parse(await readFile(schemaFile, 'utf8'))
schema.$defs.auth.properties = authProperties(authOptions)
await writeFile(schemaFile, `${JSON.stringify(schema, undefined, 2)}\n`)

const document = new URL('docs/options.md', root)
const text = await readFile(document, 'utf8')
await writeFile(
  document,
  text.replace(/^\|[\s\S]*\|$/m, () => optionTable(authOptions)),
)
