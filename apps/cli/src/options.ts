import { Option } from 'commander'
import { parseAccount, parseTimeout } from './arguments.ts'
import { storeKinds } from './select-store.ts'

export function timeoutOption(): Option {
  const option = new Option('--timeout <seconds>', 'how long to wait for the browser')
  return option.argParser(parseTimeout).default(300_000, '300')
}

export function storeOption(): Option {
  return new Option('--store <where>', 'where sign-ins are kept').choices(storeKinds).default('keyring')
}

export function accountOption(): Option {
  return new Option('--account <name>', 'whose sign-in, where there are several').argParser(parseAccount)
}
