import { expect, it } from 'vitest'
import { headlessSentences } from '../../scripts/headless-sentences.ts'

it.each([
  ['/** What is kept. */', true, 1],
  [' * Whose tokens these are.', true, 1],
  ['  // Where it came from.', true, 1],
  ['/** The tokens that are kept. */', true, 0],
  ['/** Whether tokens are kept. */', true, 0],
  ["throw new Error('What was given is no URL.')", true, 1],
  ["throw new Error('What was given is no URL.')", false, 0],
  ["ask('Which of them do you mean?')", true, 0],
])('of %s, where messages count: %s, it finds %i', (source, withMessages, count) => {
  expect(headlessSentences(`const a = 1\n${source}\n`, withMessages).map(({ line }) => line)).toEqual(
    count === 0 ? [] : [2],
  )
})
