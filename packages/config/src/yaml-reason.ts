import type { ErrorCode } from 'yaml'

const reasons: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: 'An alias (*) cannot have an anchor or a tag',
  BAD_ALIAS: 'An alias (*) is written wrongly, or has no anchor (&) before it. Put text that begins with * in quotes',
  BAD_COLLECTION_TYPE: 'A tag does not fit the value after it',
  BAD_DIRECTIVE: 'A line that begins with % is not a directive that YAML knows',
  BAD_DQ_ESCAPE: 'An escape (\\) in a text in double quotes is not known. Use single quotes, or write \\\\',
  BAD_INDENT: 'The indentation does not fit the lines around it, or a closing brace or bracket is missing',
  BAD_PROP_ORDER: 'An anchor or a tag is in the wrong place',
  BAD_SCALAR_START: 'A text begins with a character that must be quoted, such as @ or `',
  BLOCK_AS_IMPLICIT_KEY:
    'A value or a line break is missing: there are two keys on one line. Put text that holds ": " in quotes',
  BLOCK_IN_FLOW: 'Between braces or brackets there can be no lines of a list or mapping',
  KEY_OVER_1024_CHARS: 'A key is longer than 1024 characters',
  MISSING_CHAR: 'A character is missing: a closing quote, brace or bracket, a comma, a colon, or a blank after one',
  MULTILINE_IMPLICIT_KEY: 'A key goes on over a line end: a colon or a closing quote may be missing',
  MULTIPLE_ANCHORS: 'A value can have one anchor (&) only',
  MULTIPLE_DOCS: 'There is more than one document. Keep only the one before the line ---',
  MULTIPLE_TAGS: 'A value can have one tag (!) only',
  TAB_AS_INDENT: 'A tab is used for indentation. Use blanks',
  TAG_RESOLVE_FAILED: 'A tag (!) is not known. Put text that begins with ! in quotes',
  UNEXPECTED_TOKEN: 'There is text where none can be: a quote or a line break may be missing before it',
}

/** The reason of an error, without any text from the file. */
export function yamlReason(code: ErrorCode): string {
  return reasons[code] ?? 'It is not YAML'
}
