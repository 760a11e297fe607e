/** Takes the password out of the parameters of a request: it is handed over beside a change, which is written down. */
import type { Operation } from '../../api/falcon/operation.ts';

export interface Parted {
  readonly kept: Readonly<Record<string, unknown>>;
  readonly password: string | undefined;
}

export function withoutPassword({ body: spec }: Operation, parameters: Readonly<Record<string, unknown>>): Parted {
  const body = parameters['body'] as Readonly<Record<string, unknown>> | undefined;
  const fields = spec && spec.kind !== 'aggregates' ? Object.entries(spec.fields) : [];
  const [name] = fields.find(([, field]) => field.type === 'string' && field.format === 'secret') ?? [];
  const password = name === undefined ? undefined : body?.[name];
  if (name === undefined || typeof password !== 'string') return { kept: parameters, password: undefined };
  const { [name]: _, ...rest } = body ?? {};
  return { kept: { ...parameters, body: rest }, password };
}
