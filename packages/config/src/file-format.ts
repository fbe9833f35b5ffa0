/** Whose way of writing a file follows: fast-agent's, Claude Code's (`.mcp.json`) or Visual Studio Code's. */
export type FileFormat = 'fast-agent' | 'mcp.json' | 'vscode'
