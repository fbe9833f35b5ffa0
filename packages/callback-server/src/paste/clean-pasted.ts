// Terminals mark a paste with these, and colours too (ECMA-48 CSI). A reader may have eaten the ESC in front.
const controlSequences = /\p{Cc}\[[0-9;?]*[@-~]|\[20[01]~/gu

// Mail and PowerShell begin a line that goes on with these.
const continued = /^[ \t]*>[> \t]*/gm

// A shell's, or the end of a line that goes on.
const escapes = /\\(?=[^A-Za-z0-9]|$)/g

/** Line ends and blanks of wrapped lines, and what nobody sees: no browser shows a URL with these in it. */
const invisible = /[\p{Cc}\p{Cf}\p{Z}]+/gu

/** What a person meant to paste: without the traces of terminals, shells, HTML and mail. */
export function cleanPasted(text: string): string {
  const line = text.replace(controlSequences, '').replace(continued, '').replace(escapes, '').replace(invisible, '')
  return unwrap(line.includes('=') ? line : decodeOnce(line)).replace(/&(?:amp;)+/gi, '&')
}

/** A whole URL or query that was encoded has no "=" left. */
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

/** Without quotes and angle brackets around it, and without what comes after them. */
function unwrap(text: string): string {
  const start = text.search(/https?:\/\//i)
  const opened = /["'`<“„‘‚«]/.test(text.charAt(start - 1)) ? text.slice(start - 1) : text
  // A browser encodes these inside of a URL, the apostrophe and the backtick perhaps not.
  const [inner = ''] = opened.replace(/^["'`<“„‘‚«]+/, '').split(/["<>“”„‘’‚«»]/)
  const closing = /^['`]/.test(opened) ? inner.lastIndexOf(opened.charAt(0)) : -1
  return closing < 0 ? inner : inner.slice(0, closing)
}
