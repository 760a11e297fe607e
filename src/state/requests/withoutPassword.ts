/**
 * Keeps passwords out of what is written down: of the parameters of a request, whose password is handed over beside the
 * change, and of the text of a document.
 */
import type { Operation } from '../../api/falcon/operation.ts';
import { requestOperations } from './requestOperations.ts';
import { requestTemplate } from './requestTemplate.ts';

export interface Parted {
  readonly kept: Readonly<Record<string, unknown>>;
  readonly password: string | undefined;
}

function passwordName({ body }: Operation): string | undefined {
  const fields = body && body.kind !== 'aggregates' ? Object.entries(body.fields) : [];
  return fields.find(([, field]) => field.type === 'string' && field.format === 'secret')?.[0];
}

export function withoutPassword(operation: Operation, parameters: Readonly<Record<string, unknown>>): Parted {
  const body = parameters['body'] as Readonly<Record<string, unknown>> | undefined;
  const name = passwordName(operation);
  const password = name === undefined ? undefined : body?.[name];
  if (name === undefined || typeof password !== 'string') return { kept: parameters, password: undefined };
  const { [name]: _, ...rest } = body ?? {};
  return { kept: { ...parameters, body: rest }, password };
}

/** The text without what its operation's own template says: that speaks of passwords and holds none. */
function withoutTemplate(operation: Operation, text: string): string {
  const own = new Set(requestTemplate(operation, '').split('\n').map((line) => line.trim()));
  return text
    .split(/\r?\n/)
    .filter((line) => !own.has(line.trim()))
    .join('\n');
}

/** `"password": ""`, which nothing follows but what a document goes on with: a remark could tell the password. */
const empty = String.raw`["']?\s*[:=]\s*(?:""|'')(?=[ \t]*(?:,[ \t]*["}\r\n]|[}\r\n]|,?$))`;

/**
 * The text of a document as it may be kept. Comments count: a password that was tried before may stand in one, also after
 * the document has become one for another operation.
 * @returns undefined where the name of a password may have one after it
 */
export function keptText(operation: Operation, parameters: Readonly<Record<string, unknown>>, text: string): string | undefined {
  if (withoutPassword(operation, parameters).password) return undefined;
  // Within strings JSON can write a letter by its number.
  const read = withoutTemplate(operation, text).replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const names = new Set(requestOperations.flatMap((each) => passwordName(each) ?? []));
  const holds = [...names].some((name) => new RegExp(`(?<!\\w)${name}(?!${empty})`, 'i').test(read));
  return holds ? undefined : text;
}
