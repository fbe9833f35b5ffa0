import { keychainKey } from '../../src/internal.ts'
import { optionsOf } from './open-store.ts'

const [place = ''] = process.argv.slice(2)
process.stdout.write(Buffer.from(await keychainKey(optionsOf(place))()).toString('base64'))
