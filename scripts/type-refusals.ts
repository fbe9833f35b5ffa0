import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'

const options: ts.CompilerOptions = {
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noEmit: true,
  // The declarations are what is checked.
  skipLibCheck: false,
}

/** msw, the peer of the mock server, needs the types of Node itself. */
const peers = "declare module 'msw' { export type HttpHandler = unknown }\n"

/**
 * A sentence for each fault in the types of packages, as a program sees them in which nothing else is installed, not even
 * `@types/node`.
 *
 * @param folder where `node_modules` has the packages, unpacked; outside of any other `node_modules`
 * @param entries what can be imported, such as `fast-agent-auth`
 */
export async function typeRefusals(folder: string, entries: readonly string[]): Promise<readonly string[]> {
  const program = entries.map((entry, index) => `import * as _${index} from '${entry}'\nvoid _${index}\n`)
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'program.ts'), program.join(''))
  await writeFile(join(folder, 'peers.d.ts'), peers)
  const files = ['program.ts', 'peers.d.ts'].map((name) => join(folder, name))
  return ts.getPreEmitDiagnostics(ts.createProgram(files, options)).map(({ file, start, messageText }) => {
    const place = file && `${file.fileName.split('/node_modules/').at(-1)}:${lineOf(file, start)}: `
    return `${place ?? ''}${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
}

function lineOf(file: ts.SourceFile, start = 0): number {
  return file.getLineAndCharacterOfPosition(start).line + 1
}
