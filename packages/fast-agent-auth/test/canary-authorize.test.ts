import { describeEchoes } from './describe-echoes.ts'

describeEchoes('authorize')
