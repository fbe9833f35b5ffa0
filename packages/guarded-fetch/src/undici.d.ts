// Files of undici that are loaded by themselves.
declare module 'undici/lib/dispatcher/agent.js' {
  const Agent: typeof import('undici').Agent
  export = Agent
}

declare module 'undici/lib/core/connect.js' {
  const buildConnector: typeof import('undici').buildConnector
  export = buildConnector
}
