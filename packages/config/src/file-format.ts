/** The format of a file: that of fast-agent, of Claude Code (`.mcp.json`) or of Visual Studio Code. */
export type FileFormat = 'fast-agent' | 'mcp.json' | 'vscode'
