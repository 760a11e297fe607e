// How a text value is written between single quotes.
//
// Which escapes the server knows is not documented beyond the backslash before a quote. Chosen here: a backslash before a quote or
// before another backslash is an escape; before anything else it stands for itself, so a pasted Windows path survives. Line breaks
// and all other characters stand between the quotes as they are, since the statement travels percent-encoded anyway.

/** Any text as an FQL string, quotes included. */
export function fqlString(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

/** The text meant by what stands between the quotes. */
export function unescapeFql(written: string): string {
  return written.includes('\\') ? written.replace(/\\([\\'])/g, '$1') : written;
}
