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

/** A span of time in the largest unit that fits at least twice: `90 seconds`, `60 minutes`, `2 hours`. */
export function duration(milliseconds: number): string {
  // Not 2, since a token that was issued for 2 hours has a little less when it is shown.
  const unit = units.find(({ size }) => milliseconds / size >= 1.99) ?? { name: 'second', size: 1000 }
  const count = Math.round(milliseconds / unit.size)
  return count === 1 ? `1 ${unit.name}` : `${count} ${unit.name}s`
}

/** A time as seen from now: `in 52 minutes`, `2 hours ago`. */
export function relativeTime(time: number, now: number): string {
  const distance = Math.abs(time - now)
  const words = distance < minute ? 'less than a minute' : duration(distance)
  return time > now ? `in ${words}` : `${words} ago`
}

/** A span of time as a clock shows it, in minutes and seconds: `4:59`. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** A time for programs, as ISO 8601. */
export function isoTime(time: number | undefined): string | undefined {
  // A number from a server may not be a valid time.
  return time === undefined || Math.abs(time) > 8.64e15 ? undefined : new Date(time).toISOString()
}
