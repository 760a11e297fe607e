/** What is typed into a field, as the value that it stands for. */

/** `kept`: a text whose key stays when it is empty. */
export type TypedKind = 'text' | 'kept' | 'whole' | 'number' | 'numbers';

/** `value` undefined: the field is empty. */
export type Typed = { readonly ok: true; readonly value: string | number | readonly number[] | undefined } | { readonly ok: false };

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

export function readTyped(text: string, kind: TypedKind): Typed {
  if (kind === 'kept') return { ok: true, value: text };
  if (kind === 'text') return { ok: true, value: text === '' ? undefined : text };
  if (text.trim() === '') return { ok: true, value: undefined };
  if (kind === 'numbers') {
    const parts = text.split(/[\s,;]+/).filter(Boolean).map(numberOf);
    return parts.some((part) => part === undefined) ? { ok: false } : { ok: true, value: parts.filter((part) => part !== undefined) };
  }
  const number = numberOf(text);
  return number === undefined || (kind === 'whole' && !Number.isSafeInteger(number)) ? { ok: false } : { ok: true, value: number };
}

/** How a value is written in its field. */
export function typedText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Whether two values are the same JSON. */
export const sameJson = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
