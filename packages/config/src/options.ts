export { type AuthKey, type AuthOption, authOptions, type OptionKind } from './auth-options.ts'
export { camelCase, findOption } from './option-name.ts'
