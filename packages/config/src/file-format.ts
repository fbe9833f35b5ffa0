/** The format of a file, by its program: fast-agent, Claude Code (`.mcp.json`) or Visual Studio Code. */
export type FileFormat = 'fast-agent' | 'mcp.json' | 'vscode'
