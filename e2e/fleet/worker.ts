import { errorText } from '../src/error-text.ts'
import { within } from '../src/within.ts'
import type { Application, ApplicationOptions } from './application.ts'
import { moveClock } from './clock.ts'
import type { ApplicationName, Row } from './row.ts'
import { sum } from './sum.ts'

/** Options of one process of a fleet. */
export type WorkerOptions = Pick<Row, 'application' | 'sessions' | 'calls'>

/** The questions to a process come in this order, again and again: it serves several rows. */
export type Question = { readonly open: ApplicationOptions } | 'sign in' | 'connect' | 'pass time' | 'call' | 'windows'

/** `call`: how many calls were answered; `windows`: how often a browser was opened. */
export type Answer = { readonly value: number } | { readonly error: string }

/** How long a call may take, in ms. */
const callLimit = 15_000

const { application, sessions, calls }: WorkerOptions = JSON.parse(process.argv[2] ?? '')
let applications: readonly Application[] = []

async function answer(question: Question): Promise<number> {
  if (typeof question === 'object') await open(question.open)
  if (question === 'sign in') await applications[0]?.signIn()
  if (question === 'connect') await Promise.all(applications.map(connect))
  if (question === 'pass time') {
    await Promise.all(applications.map(({ passTime }) => passTime?.()))
    moveClock(2 * 3_600_000)
  }
  if (question === 'windows') return sum(await Promise.all(applications.map(({ windows }) => windows())))
  return question === 'call' ? call() : 0
}

async function open(options: ApplicationOptions): Promise<void> {
  await close()
  applications = await Promise.all(Array.from({ length: sessions }, () => openApplication(application, options)))
}

/** Loads the parts that an application needs, and no more. */
async function openApplication(name: ApplicationName, options: ApplicationOptions): Promise<Application> {
  if (name === 'ours') return (await import('./our-application.ts')).ourApplication(options)
  if (name === 'mcp-remote') return (await import('./proxy-application.ts')).proxyApplication(options)
  return (await import('./sdk-application.ts')).sdkApplication(name, options)
}

async function close(): Promise<void> {
  await Promise.all(applications.map(({ close }) => close()))
}

async function connect({ connect, add }: Application): Promise<void> {
  await connect()
  // Until these are answered, so is the stream that SDKs open by themselves; else it would be refused as well.
  for (let i = 0; i < 3; i++) await add(i, i)
}

async function call(): Promise<number> {
  const answers = applications.flatMap(({ add }) => Array.from({ length: calls }, (_, i) => answersRightly(add, i)))
  return (await Promise.all(answers)).filter((right) => right).length
}

async function answersRightly(add: Application['add'], a: number): Promise<boolean> {
  try {
    return (await within(callLimit, 'A call', add(a, 1000))) === a + 1000
  } catch {
    return false
  }
}

function send(message: Answer): void {
  // Nobody may want to know any more.
  process.send?.(message, () => undefined)
}

process.on('message', (question: Question) => {
  answer(question).then(
    (value) => send({ value }),
    (error: unknown) => send({ error: errorText(error) }),
  )
})
process.on('disconnect', () => close().finally(() => process.exit()))
send({ value: 0 })
