import { parse } from 'yaml'

/** A commit: a tag or a branch can be moved to other code at any time, a commit cannot. */
const pinned = /^[\w.-]+\/[\w.-]+(\/[\w./-]+)?@[0-9a-f]{40}$/

/** Actions of a workflow whose code may change tomorrow, or that do not say which version they are. */
export function workflowRefusals(file: string, text: string): readonly string[] {
  const lines = text.split('\n')
  return [...new Set(uses(parse(text)))].flatMap((action) => {
    // An action of this repository, at this very commit.
    if (action.startsWith('./')) return []
    if (!pinned.test(action)) return [`${file}: ${action} is not pinned to a commit`]
    const versioned = lines.filter((line) => line.includes(action)).every((line) => /# v\d+\.\d+\.\d+$/.test(line))
    return versioned ? [] : [`${file}: ${action} has no comment that says which version it is`]
  })
}

function uses(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === 'uses' ? [String(inner)] : uses(inner)))
}
