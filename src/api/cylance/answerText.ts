/** What an answer of the Cylance API holds, whatever its form: no schema of its errors is published. */
import { hideSecrets } from '../hideSecrets.ts';
import type { HttpAnswer } from '../transport.ts';

export const isEmpty = ({ text }: HttpAnswer): boolean => text.trim() === '';

/** @returns undefined when the text is no JSON */
export function readJson({ text }: HttpAnswer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** A page of a proxy, a gateway or a sign-in instead of data. JSON stays JSON, whatever the header calls it. */
export function isHtml(answer: HttpAnswer): boolean {
  if (answer.text.trimStart().startsWith('<')) return true;
  return (answer.headers['content-type'] ?? '').includes('html') && !isEmpty(answer) && readJson(answer) === undefined;
}

const longestText = 300;
/** No sentence begins behind this; a long text is not searched for secrets as a whole. */
const longestRead = 4_000;

function messageIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const { message, status } = value as { message?: unknown; status?: unknown };
  return [message, status].find((text): text is string => typeof text === 'string' && text.trim() !== '') ?? '';
}

/**
 * What the server says in an error: the `message` of an object, a bare text in JSON or without it; nothing of a web page
 * or an empty answer. One line, without control characters and secrets.
 */
export function saidIn(answer: HttpAnswer, secrets: readonly string[]): string {
  if (isHtml(answer)) return '';
  const json = readJson(answer);
  const said = json ? messageIn(json.value) : answer.text;
  const text = hideSecrets(said.trim().slice(0, longestRead), secrets).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
