export type { AuthOption, OptionKind } from './auth-option.ts'
export { type AuthKey, authOptions } from './auth-options.ts'
export { camelCase, findOption } from './option-name.ts'
