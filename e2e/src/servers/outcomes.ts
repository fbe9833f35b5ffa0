import type { Outcome, Row } from './row.ts'

const outcomes = (v1: Outcome, v2: Outcome, ours: Outcome): Row['expected'] => ({ v1, v2, library: ours, cli: ours })

export const everyone: Row['expected'] = outcomes('in', 'in', 'in')
export const nobody: Row['expected'] = outcomes('out', 'out', 'out')
export const onlyOurs: Row['expected'] = outcomes('out', 'out', 'in')
export const notV1: Row['expected'] = { ...everyone, v1: 'out' }
export const notV2: Row['expected'] = outcomes('in', 'out', 'in')
/** Rows with a rule. */
export const onlySdks: Row['expected'] = outcomes('in', 'in', 'out')
export const onlyV1: Row['expected'] = outcomes('in', 'out', 'out')
