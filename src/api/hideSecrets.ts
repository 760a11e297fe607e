/** Keeps what was sent in confidence out of what the server says about it. */

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const inHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A secret as it stands in a text, in a URL, in a form, in JSON and in HTML. */
function formsOf(secret: string): string[] {
  const inUrl = encodeURIComponent(secret.toWellFormed());
  return [secret, inUrl, inUrl.replaceAll('%20', '+'), inJson(secret), inHtml(secret)];
}

/** So much of a secret in a row is told to nobody; less comes about by chance in any sentence. */
const pieceLength = 6;

const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** Without one layer of escapes, of whatever kind; but for the backslashes, which may be part of what was escaped. */
function unescaped(text: string): string {
  return text
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .replaceAll(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|&#x([0-9a-f]{1,6});?/gi, (_, json?: string, short?: string, html?: string) =>
      character(Number.parseInt(json ?? short ?? html ?? '', 16)),
    )
    .replaceAll(/&#(\d{1,7});?/g, (_, digits: string) => character(Number(digits)))
    .replaceAll(/&(amp|lt|gt|quot|apos);?/gi, (whole, name: string) => named[name.toLowerCase()] ?? whole);
}

const unslashed = (text: string): string => text.replaceAll(/\\(.)/g, '$1');

/** All that a text may mean: escaped texts are quoted in texts that are escaped again. */
function readingsOf(text: string): ReadonlySet<string> {
  const once = unescaped(text);
  const readings = [text, once, unescaped(once)];
  return new Set(readings.flatMap((reading) => [reading, unslashed(reading), unslashed(unslashed(reading))]));
}

function holdsPiece(text: string, secret: string): boolean {
  const length = Math.min(pieceLength, secret.length);
  for (let start = 0; start + length <= text.length; start++) if (secret.includes(text.slice(start, start + length))) return true;
  return false;
}

/**
 * @returns the text without the secrets; nothing of it when a part of one may still be there, in whatever form: a part
 * cannot be cut out, since what is left would tell where it stood
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const given = secrets.filter((secret) => secret !== '');
  const forms = [...new Set(given.flatMap(formsOf))].sort((left, right) => right.length - left.length);
  const hidden = forms.reduce((rest, form) => rest.replaceAll(form, '…'), text);
  const readings = [...readingsOf(hidden)];
  return given.some((secret) => readings.some((reading) => holdsPiece(reading, secret))) ? '' : hidden;
}
