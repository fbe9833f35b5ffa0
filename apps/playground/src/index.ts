export { type FinalPage, type Person, type PersonOptions, scriptedPerson } from './person.ts'
export { type Playground, type PlaygroundOptions, startPlayground } from './playground.ts'
export type { AnsweredRequest } from './request-log.ts'
