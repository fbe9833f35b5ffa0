// Terminals mark a paste and colours with control sequences (ECMA-48 CSI). A line reader may have removed the ESC.
const controlSequences = /\p{Cc}\[[0-9;?]*[@-~]|\[20[01]~/gu

// Mail and PowerShell put ">" in front of a continued line.
const continued = /^[ \t]*>[> \t]*/gm

// Escapes of a shell, or the end of a continued line.
const escapes = /\\(?=[^A-Za-z0-9]|$)/g

/** Line ends, blanks and invisible characters: no browser shows them in a URL. */
const invisible = /[\p{Cc}\p{Cf}\p{Z}]+/gu

/** Removes the traces of terminals, shells, HTML and mail from a pasted text. */
export function cleanPasted(text: string): string {
  const line = text.replace(controlSequences, '').replace(continued, '').replace(escapes, '').replace(invisible, '')
  return unwrap(line.includes('=') ? line : decodeOnce(line)).replace(/&(?:amp;)+/gi, '&')
}

/** Decodes a URL or query that was encoded as a whole, and so has no "=" left. */
function decodeOnce(text: string): string {
  if (!/%3[ad]/i.test(text)) return text
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}

/** Removes quotes and angle brackets around a URL, and the text after them. */
function unwrap(text: string): string {
  const start = text.search(/https?:\/\//i)
  const opened = /["'`<“„‘‚«]/.test(text.charAt(start - 1)) ? text.slice(start - 1) : text
  // A browser encodes these characters inside a URL, but perhaps not the apostrophe and the backtick.
  const [inner = ''] = opened.replace(/^["'`<“„‘‚«]+/, '').split(/["<>“”„‘’‚«»]/)
  const closing = /^['`]/.test(opened) ? inner.lastIndexOf(opened.charAt(0)) : -1
  return closing < 0 ? inner : inner.slice(0, closing)
}
