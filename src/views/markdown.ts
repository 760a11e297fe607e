/** Markdown for hovers in which nothing that a server said can become markup, a link or an icon. */

const special = /[\\`*_{}[\]()#+\-.!|<>~$&:@/"'^=]/g;

/** Any text as itself: every character that markdown may read is escaped, and it stays on one line. */
export const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().replace(special, (char) => (char === '<' ? '&lt;' : char === '&' ? '&amp;' : `\\${char}`));

/** Rows of a name and a value; values are given as markdown, those without one are left out. */
export function table(rows: readonly (readonly [name: string, value: string | undefined])[]): string {
  const written = rows.filter(([, value]) => value).map(([name, value]) => `| ${plain(name)} | ${value} |`);
  return written.length === 0 ? '' : ['|  |  |', '|:--|:--|', ...written].join('\n');
}

/** A link that runs a command with the id of a node. */
export const commandLink = (title: string, command: string, nodeId: string): string =>
  `[${plain(title)}](command:${command}?${encodeURIComponent(JSON.stringify([nodeId])).replaceAll(/[()]/g, (char) => (char === '(' ? '%28' : '%29'))})`;

export const paragraphs = (...parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join('\n\n');
