import { describePlace } from './place.ts'
import type { Setting } from './setting.ts'

/** The places of a server's settings, by their path below the server. */
export function settingPlaces({ node }: Setting, above = ''): Readonly<Record<string, string>> {
  if (node.kind !== 'mapping') return {}
  return Object.fromEntries(
    [...node.entries].flatMap(([key, value]) => {
      const nested = above === '' && (key === 'headers' || key === 'auth')
      if (nested) return Object.entries(settingPlaces({ node: value, path: key, label: key }, `${key}.`))
      return [[above + key, describePlace(value.place)] as const]
    }),
  )
}
