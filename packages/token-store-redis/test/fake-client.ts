import type { NodeRedisClient } from '../src/index.ts'
import * as scripts from '../src/scripts.ts'

export interface FakeClient extends NodeRedisClient {
  /** The sent commands, with the names of our scripts in the place of EVAL and the text. */
  readonly sent: string[][]
  /** The reply to a command; `usual` if it returns nothing. */
  answer: (command: readonly string[]) => unknown
}

/** A client that is connected to nothing, and says what it was asked to send. */
export function fakeClient(answer: FakeClient['answer'] = () => undefined): FakeClient {
  const client: FakeClient = {
    sent: [],
    answer,
    sendCommand: async (command) => {
      const named = withScriptName(command)
      client.sent.push(named)
      const answered = await client.answer(named)
      return answered === undefined ? usual(named) : answered
    },
  }
  return client
}

/** The replies of an empty Redis that nobody else uses. */
function usual([name]: readonly string[]): unknown {
  if (name === 'takeTurn') return [null]
  if (name === 'endTurn') return 'written'
  return name === 'listKeys' ? [] : null
}

function withScriptName(command: readonly string[]): string[] {
  const [script] = Object.entries(scripts).find(([, text]) => text === command[1]) ?? []
  return script === undefined ? [...command] : [script, ...command.slice(2)]
}
