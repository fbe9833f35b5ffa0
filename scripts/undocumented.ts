/** The parts of a package.json that name dependencies. */
export interface Dependent {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The dependencies for which `document` gives no reason. Our own packages need no reason. */
export function undocumented(dependents: readonly Dependent[], document: string): readonly string[] {
  const ours = new Set(dependents.map(({ name }) => name))
  return dependents.flatMap((dependent) =>
    Object.keys({
      ...dependent.dependencies,
      ...dependent.devDependencies,
      ...dependent.optionalDependencies,
      ...dependent.peerDependencies,
    })
      .filter((name) => !ours.has(name) && !document.includes(`\`${name}\``))
      .map((name) => `${dependent.name} depends on ${name}, and docs/dependencies.md does not say why`),
  )
}
