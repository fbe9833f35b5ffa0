const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const units = [
  { name: 'year', size: 365 * day },
  { name: 'month', size: 30 * day },
  { name: 'day', size: day },
  { name: 'hour', size: hour },
  { name: 'minute', size: minute },
] as const

/** A span of time in the largest unit of which there are two: `90 seconds`, `60 minutes`, `2 hours`. */
export function duration(milliseconds: number): string {
  // What was 2 hours when it was issued is a little less when it is shown.
  const unit = units.find(({ size }) => milliseconds / size >= 1.99) ?? { name: 'second', size: 1000 }
  const count = Math.round(milliseconds / unit.size)
  return count === 1 ? `1 ${unit.name}` : `${count} ${unit.name}s`
}

/** When something is, seen from now: `in 52 minutes`, `2 hours ago`. */
export function relativeTime(time: number, now: number): string {
  const distance = Math.abs(time - now)
  const words = distance < minute ? 'less than a minute' : duration(distance)
  return time > now ? `in ${words}` : `${words} ago`
}
