/** The document that shows what became of a request: a head of facts, then what the server said. */

export interface RequestAnswer {
  readonly tenant: string;
  readonly operation: string;
  /** Method and path, without parameters. */
  readonly address: string;
  /** Epoch milliseconds: when it was sent. */
  readonly at: number;
  /** How long it took. */
  readonly ms: number;
  /** Of HTTP; undefined for changes, of which only the end is known here. */
  readonly status?: number | undefined;
  readonly traceId?: string | undefined;
  /** How a change ended. */
  readonly outcome?: string | undefined;
  /** Why it failed, in words. */
  readonly failure?: string | undefined;
  /** As the server wrote it; undefined where there is none to show. */
  readonly body?: string | undefined;
}

/** An editor folds, colours and searches a text of this length without a pause. */
const mostCharacters = 2_000_000;

const figure = (count: number): string => count.toLocaleString('en');

interface ShownBody {
  readonly answer?: unknown;
  readonly note?: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first records of an answer that is too long, so that what is left is whole. */
function shortened(read: unknown): ShownBody | undefined {
  if (!isObject(read) || !Array.isArray(read['resources'])) return undefined;
  const records: readonly unknown[] = read['resources'];
  let [length, count] = [0, 0];
  for (const record of records) {
    length += JSON.stringify(record, undefined, 2).length;
    if (length > mostCharacters) break;
    count++;
  }
  if (count === records.length) return undefined;
  const note = `The answer holds ${figure(records.length)} records; the first ${figure(count)} are shown. Ask for fewer at a time.`;
  return { note, answer: { ...read, resources: records.slice(0, count) } };
}

function shownBody(body: string): ShownBody {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    if (body.length <= mostCharacters) return { note: 'The answer is no JSON; it is shown as it came.', answer: body };
    return { note: `The answer is no JSON; the first ${figure(mostCharacters)} characters are shown.`, answer: body.slice(0, mostCharacters) };
  }
  if (body.length * 2 <= mostCharacters) return { answer: read };
  const short = shortened(read);
  if (short) return short;
  if (body.length <= mostCharacters) return { answer: read };
  return { note: `The answer is too long; the first ${figure(mostCharacters)} characters are shown as text.`, answer: body.slice(0, mostCharacters) };
}

export function answerText(sent: RequestAnswer): string {
  const { tenant, operation, address, at, ms, status, traceId, outcome, failure, body } = sent;
  const head = { status, outcome, failure, at: new Date(at).toISOString(), ms: Math.round(ms), traceId, operation, address, tenant };
  return `${JSON.stringify({ ...head, ...(body !== undefined && shownBody(body)) }, undefined, 2)}\n`;
}
