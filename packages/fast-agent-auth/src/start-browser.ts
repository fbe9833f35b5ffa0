import { allNetworks, type Network, refuseUrl } from '@fast-agent-auth/discovery/untrusted'
import { childEnvironment, childFolder, isAbsolute, systemRoot } from './child-environment.ts'

export interface OpenBrowserOptions {
  /** Networks, besides the public internet, that the URL may lead to. Default: all. */
  readonly networks?: readonly Network[] | undefined
  readonly platform?: string | undefined
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Starts a program without a shell; resolves when it ends well. */
  readonly run?: ((program: string, args: readonly string[]) => Promise<void>) | undefined
}

/** Opens a URL by the program of the environment or the platform. */
export async function startBrowser(url: URL, options: OpenBrowserOptions): Promise<void> {
  const { platform = process.platform, env = process.env, run = runProgram } = options
  const [program, ...args] = openCommand(safeHref(url, options), platform, env)
  await run(program, args)
}

function safeHref(url: URL, { networks = allNetworks }: OpenBrowserOptions): string {
  const refusal = refuseUrl(url.href, { networks })
  if (refusal) throw new TypeError(`No browser was opened: the URL of ${url.protocol}//${url.host} ${refusal}.`)
  // WHATWG URLs keep characters that a shell or PowerShell would evaluate; encoded, they mean the same to the server.
  // The origin is not encoded, since an address in it may have brackets.
  const rest = url.href.slice(url.origin.length)
  return url.origin + rest.replace(/[$`'();|{}!^*[\]]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
}

function openCommand(
  href: string,
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): [string, ...string[]] {
  const browser = env.BROWSER?.trim()
  if (browser) return browserCommand(browser, href, platform)
  if (platform === 'darwin') return ['/usr/bin/open', href]
  // Not `cmd /c start` or PowerShell: both evaluate what is in the URL.
  if (platform === 'win32') return [`${systemRoot(env)}\\System32\\rundll32.exe`, 'url.dll,FileProtocolHandler', href]
  // Not wslview, which hands the URL to PowerShell to evaluate.
  if (env.WSL_DISTRO_NAME) return ['/mnt/c/Windows/System32/rundll32.exe', 'url.dll,FileProtocolHandler', href]
  return ['xdg-open', href]
}

/**
 * The command of `BROWSER`: a program with arguments, where `%s` stands for the URL; several commands are separated by
 * colons, except on Windows.
 *
 * @throws Error where the program could be one of the working folder
 */
function browserCommand(browser: string, href: string, platform: string): [string, ...string[]] {
  const first =
    platform === 'win32' ? browser : (browser.split(':').find((command) => command.trim() !== '') ?? browser)
  const [program = first, ...args] = first.trim().split(/\s+/)
  if (!isFoundOutside(program, platform)) throw new Error(inWorkingFolder(platform))
  const filled = args.map((arg) => arg.replaceAll('%s', () => href))
  return [program, ...filled, ...(args.some((arg) => arg.includes('%s')) ? [] : [href])]
}

/** Whether a program is found outside of the working folder, where Windows looks for a name first. */
function isFoundOutside(program: string, platform: string): boolean {
  return isAbsolute(program, platform) || (platform !== 'win32' && !program.includes('/'))
}

function inWorkingFolder(platform: string): string {
  const expected = platform === 'win32' ? '' : ', or a name that is found in PATH'
  return `No browser was opened: BROWSER has to begin with the whole path of a program${expected}.`
}

async function runProgram(program: string, args: readonly string[]): Promise<void> {
  // Not imported: bundlers for browsers and Workers would look for it.
  const { spawn } = process.getBuiltinModule('node:child_process')
  return new Promise((resolve, reject) => {
    const env = childEnvironment(process.env, process.platform)
    const cwd = childFolder(process.env, process.platform)
    const child = spawn(program, args, { env, cwd, stdio: 'ignore', detached: true, shell: false, windowsHide: true })
    child.once('error', (cause) => reject(new Error(`No browser was opened: ${program} cannot be started.`, { cause })))
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`No browser was opened: ${program} ended with ${code ?? 'a signal'}.`))
    })
    // The browser may outlive us.
    child.unref()
  })
}
