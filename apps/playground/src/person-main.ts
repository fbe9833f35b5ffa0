#!/usr/bin/env node
import { scriptedPerson } from './person.ts'

const [url] = process.argv.slice(2)
if (!url) {
  console.error('usage: person-main.ts <authorization URL>')
  process.exit(2)
}
const { PLAYGROUND_USER: user, PLAYGROUND_ANSWER: answer } = process.env
const page = await scriptedPerson({ user, answer: answer === 'deny' ? 'deny' : 'allow' })(url)
if (page.status >= 400) {
  console.error(`The sign-in ended with a page of status ${page.status}`)
  process.exitCode = 1
}
