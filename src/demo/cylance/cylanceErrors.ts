/** The bodies that errors have. The vendor publishes none; each of these was seen in public, from one service or another. */
import type { Answer } from '../server/answer.ts';
import { htmlAnswer } from '../server/answer.ts';

/**
 * `message`: `{"message"}`; `status`: `{"status","message"}`; `text`: a bare JSON string; `html`: a page, as from a proxy;
 * `empty`: nothing.
 */
export type ErrorShape = 'message' | 'status' | 'text' | 'html' | 'empty';

/** Where each shape was seen: 403 from a sister service, a bare string with a 409, nothing with some server errors. */
function usualShape(status: number): ErrorShape {
  if (status === 403) return 'status';
  if (status === 409) return 'text';
  return status >= 500 ? 'empty' : 'message';
}

export const jsonType = { 'Content-Type': 'application/json; charset=utf-8' };

/** @param shape for every status in place of the usual ones */
export function errorAnswer(status: number, message: string, shape: ErrorShape = usualShape(status), headers: Answer['headers'] = {}): Answer {
  const json = (body: unknown): Answer => ({ status, headers: { ...jsonType, ...headers }, body: Buffer.from(JSON.stringify(body)) });
  switch (shape) {
    case 'message':
      return json({ message });
    case 'status':
      return json({ status: status === 403 ? 'ACCESS_DENIED' : 'ERROR', message });
    case 'text':
      return json(message);
    case 'html':
      return htmlAnswer(status, `${String(status)} Error`, headers);
    case 'empty':
      return { status, headers, body: Buffer.alloc(0) };
  }
}
