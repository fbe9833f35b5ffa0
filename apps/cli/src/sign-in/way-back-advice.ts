import type { World } from '../world.ts'

/** Advice on how a browser on another machine comes back here. */
export interface WayBackAdvice {
  readonly text: string
  /** A command for the machine with the browser, to be run before the link is opened. */
  readonly command?: string | undefined
}

/** Advice for a browser on another machine; `undefined` if nothing hints at one. */
export function wayBackAdvice(
  redirectUri: string,
  { env, surroundings }: Pick<World, 'env' | 'surroundings'>,
): WayBackAdvice | undefined {
  const { hostname, port } = new URL(redirectUri)
  const tunnel = `${port || 80}:${hostname}:${port || 80}`
  if (env.CODESPACES === 'true' && env.CODESPACE_NAME) {
    return {
      text: 'This is a codespace, and your browser must come back to it.',
      command: `gh codespace ssh -c ${env.CODESPACE_NAME} -- -N -L ${tunnel}`,
    }
  }
  const ssh = sshAddress(env.SSH_CONNECTION)
  if (ssh) {
    const user = surroundings.user() ?? env.USER
    const address = `${user ? `${user}@` : ''}${ssh.host}`
    const sshPort = ssh.port === '22' ? '' : ` -p ${ssh.port}`
    return {
      text: 'You are connected over SSH, and your browser must come back to this machine.',
      command: `ssh -N -L ${tunnel} ${address}${sshPort}`,
    }
  }
  if (env.KUBERNETES_SERVICE_HOST) {
    return {
      text: 'This is a pod, and your browser must come back to it.',
      command: `kubectl port-forward ${surroundings.host()} ${port || 80}`,
    }
  }
  if (env.WSL_DISTRO_NAME) {
    return { text: 'This is WSL: the browser of Windows comes back by itself, unless localhost forwarding is off.' }
  }
  if (env.REMOTE_CONTAINERS || env.VSCODE_IPC_HOOK_CLI) {
    return { text: 'This is a remote VS Code window, which forwards the port so that your browser can come back.' }
  }
  if (surroundings.isContainer()) {
    return {
      text: `This is a container: a browser outside comes back only if the container shares its host's network. If you reach that host by SSH, forward the port with -L ${tunnel}.`,
    }
  }
  return undefined
}

/** This machine's address, from sshd: `client-address client-port server-address server-port`. */
function sshAddress(connection: string | undefined): { readonly host: string; readonly port: string } | undefined {
  const [, , host, port] = connection?.split(' ') ?? []
  return host && port && /^[\da-fA-F.:%\w-]+$/.test(host) && /^\d+$/.test(port) ? { host, port } : undefined
}
