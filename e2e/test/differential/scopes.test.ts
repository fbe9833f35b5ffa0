import { computeScopeUnion, isStrictScopeSuperset } from '@modelcontextprotocol/client'
import fc from 'fast-check'
import { it } from 'vitest'
import { missingScope, unionScope } from '../../../packages/flow/src/protocol/scope.ts'
import { compare } from '../../src/differential.ts'
import { scopeDifferences } from './differences.ts'
import { scope } from './scope-grammar.ts'

it('unites scopes as the SDK does but for the listed differences', async () => {
  await compare({
    input: fc.array(scope, { maxLength: 4 }),
    ours: (scopes) => unionScope(...scopes.map((scope) => scope?.sent)),
    theirs: (scopes) => computeScopeUnion(...scopes.map((scope) => scope?.sent)),
    truth: (scopes) => [...new Set(scopes.flatMap((scope) => scope?.names ?? []))].join(' ') || undefined,
    differences: scopeDifferences,
  })
})

it('finds scope missing where the SDK does but for the listed differences', async () => {
  await compare({
    input: fc.tuple(scope, scope),
    ours: ([wanted, held]) => missingScope(wanted?.sent, held?.sent).length > 0,
    theirs: ([wanted, held]) => isStrictScopeSuperset(wanted?.sent, held?.sent),
    truth: ([wanted, held]) => wanted?.names.some((name) => !held?.names.includes(name)) ?? false,
    differences: scopeDifferences,
  })
})
