import { loadConfig } from '../load-config.ts'
import { printStatus } from '../status/print-status.ts'
import { statusExitCode } from '../status/status-exit-code.ts'
import { examineStatus, type StatusReport } from '../status/status-report.ts'
import type { StoreFlags } from '../stores/store-name.ts'
import { isoTime } from '../terminal/words.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'

export interface StatusOptions extends StoreFlags {
  readonly configPath?: string | undefined
  readonly json?: boolean | undefined
}

/**
 * Shows the stores, the configured servers, and the sign-ins that none of them uses. With a target, shows only that server
 * and its sign-ins, and sets the exit code by its state.
 */
export async function status(target: string | undefined, options: StatusOptions, world: World): Promise<void> {
  const config = await loadConfig({ ...options, target }, world)
  const report = await examineStatus(config, target, options, world)
  if (options.json) printJson(report, world)
  else printStatus(report, options, world)
  world.endWith?.(statusExitCode(report))
}

function printJson({ config, stores, rows, others }: StatusReport, { stdout, secrets }: World): void {
  const result = {
    stores: stores.map(({ kind, location, store, reason }) => ({
      kind,
      location,
      state: store ? 'ready' : 'unavailable',
      reason,
    })),
    config: {
      files: config.files,
      leftOut: config.leftOut,
      missing: config.missing,
      folders: config.folders,
      warnings: config.warnings.map(({ message }) => message),
    },
    servers: rows.map(({ state, expiresAt, ...row }) => ({
      ...row,
      state: state ?? null,
      expiresAt: isoTime(expiresAt),
    })),
    others: others.map(({ expiresAt, ...each }) => ({ ...each, expiresAt: isoTime(expiresAt) })),
  }
  writeJson(result, stdout, { secrets, indent: 2 })
}
