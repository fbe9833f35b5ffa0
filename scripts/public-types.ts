import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const options: ts.CompilerOptions = {
  noLib: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  isolatedDeclarations: true,
  declaration: true,
}

/**
 * The types that a package publishes, in one text: the names that each entry point exports, then the declaration of each,
 * and of what these name in turn. Bundled declarations have the same content, and chunks whose names change with any line.
 *
 * @param entries the source of each entry point by its name, such as `./src/index.ts` by `@fast-agent-auth/pkce`
 */
export function publicTypes(folder: string, entries: ReadonlyMap<string, string>): string {
  const source = join(folder, 'src/')
  const files = [...entries.values()].map((path) => join(folder, path))
  const program = ts.createProgram(files, options, declarationsHost(source))
  const checker = program.getTypeChecker()
  const lists: string[] = []
  const found = new Map<ts.Node, string>()
  for (const [index, name] of [...entries.keys()].entries()) {
    const module = checker.getSymbolAtLocation(required(program.getSourceFile(files[index] ?? ''), name))
    const symbols = checker.getExportsOfModule(required(module, name))
    const names = symbols.map((symbol) => `  ${symbol.name},\n`).toSorted()
    lists.push(`// ${name}\nexport {\n${names.join('')}}`)
    for (const symbol of symbols) collect(symbol, { checker, source, found })
  }
  const declarations = [...found].toSorted(([, a], [, b]) => (a < b ? -1 : 1)).map(([node]) => textOf(node))
  return `${[...lists, ...declarations].join('\n\n')}\n`
}

interface Search {
  readonly checker: ts.TypeChecker
  readonly source: string
  /** The declarations found so far, and the name of each. */
  readonly found: Map<ts.Node, string>
}

/** Finds the declarations of a symbol in this package, and of all that they name. */
function collect(symbol: ts.Symbol, search: Search): void {
  const { checker, source, found } = search
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  for (const declaration of target.declarations ?? []) {
    const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
    if (!ts.isSourceFile(statement.parent ?? declaration)) continue
    if (found.has(statement) || !statement.getSourceFile().fileName.startsWith(source)) continue
    found.set(statement, target.name)
    const visit = (node: ts.Node): void => {
      const named = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
      if (named) collect(named, search)
      ts.forEachChild(node, visit)
    }
    visit(statement)
  }
}

/** Reads sources of the package as their declarations, which need nothing but the file itself. */
function declarationsHost(source: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  return {
    ...host,
    getSourceFile(fileName, language) {
      if (!fileName.startsWith(source)) return undefined
      const { outputText } = ts.transpileDeclaration(readFileSync(fileName, 'utf8'), {
        fileName,
        compilerOptions: options,
      })
      return ts.createSourceFile(fileName, outputText, language, true)
    },
  }
}

function textOf(node: ts.Node): string {
  return node.getFullText().trim()
}

function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`${name} has no module.`)
  return value
}
