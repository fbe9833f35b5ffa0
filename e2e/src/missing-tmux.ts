import { spawnSync } from 'node:child_process'

/** The part that tests in a terminal miss, or `undefined` where they miss nothing. */
export function missingTmux(): string | undefined {
  // Elsewhere a display is never missing, which much of what they look at depends on.
  if (process.platform !== 'linux') return 'tests in a terminal run on Linux'
  return spawnSync('tmux', ['-V']).error ? 'missing tmux: apt-get install tmux' : undefined
}
