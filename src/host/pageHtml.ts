/** The html of every page: a strict content policy, the style sheets, an empty `<main>`, inert start data and one script. */

export interface PageParts {
  readonly title: string;
  /** BCP 47. */
  readonly lang: string;
  readonly nonce: string;
  /** `webview.cspSource` */
  readonly cspSource: string;
  readonly styles: readonly string[];
  /** An ES module; the chunks it imports are loaded under its nonce. */
  readonly script: string;
  /** Handed to the page as JSON under the id `start`. */
  readonly start: unknown;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** JSON in which nothing can end the element around it. */
const inert = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

export function contentPolicy({ nonce, cspSource }: Pick<PageParts, 'nonce' | 'cspSource'>): string {
  const own = ['style-src', 'font-src', 'img-src'].map((kind) => `${kind} ${cspSource}`);
  return ["default-src 'none'", `script-src 'nonce-${nonce}'`, ...own].join('; ');
}

export function pageHtml(parts: PageParts): string {
  const { title, lang, nonce, styles, script, start } = parts;
  const links = styles.map((href) => `<link rel="stylesheet" href="${escaped(href)}">`);
  return `<!DOCTYPE html>
<html lang="${escaped(lang)}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${escaped(contentPolicy(parts))}">
  <title>${escaped(title)}</title>
  ${links.join('\n  ')}
</head>
<body>
  <main></main>
  <script type="application/json" id="start">${inert(start)}</script>
  <script type="module" nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}
