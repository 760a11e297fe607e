/** Reads the command line of the demo tenant. */
import { parseArgs } from 'node:util';
import type { DemoTenantOptions } from './demoTenant.ts';
import type { FaultKind, FaultRates } from './server/faults.ts';
import { faultKinds } from './server/faults.ts';

export const usage = `Usage: demo-tenant [options]
  --port <n>           port on 127.0.0.1; 0 takes a free one (default 0)
  --users <n>          how many users (default 250)
  --cids <n>           how many CIDs, the Flight Control parent included (default 7)
  --latency <ms>       added to every answer (default 0)
  --rate <n>           requests that the account may make in a minute (default 6000)
  --lag <ms>           how long reads show the state before a change of roles (default 0)
  --seed <n>           the same seed makes the same people, CIDs and grants (default 1)
  --cylance-users <n>  how many users of the Cylance tenant (default 120)
  --faults <list>      such as 429:0.02,reset:0.01; kinds: ${faultKinds.join(', ')}
  --fault-tokens       let token requests meet faults too
  --help               show this text
Prints one line of JSON with the URL and fresh credentials, then serves until its input closes or SIGTERM.
`;

export type CommandLine = { readonly options: DemoTenantOptions } | { readonly problem: string } | { readonly help: true };

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

const numbers = {
  port: { minimum: 0, maximum: 65_535 },
  users: { minimum: 1, maximum: 1_000_000 },
  cids: { minimum: 1, maximum: 100_000 },
  latency: { minimum: 0, maximum: 600_000 },
  rate: { minimum: 1, maximum: 10_000_000 },
  lag: { minimum: 0, maximum: 86_400_000 },
  seed: { minimum: 0, maximum: 0xffff_ffff },
  'cylance-users': { minimum: 0, maximum: 1_000_000 },
} as const satisfies Record<string, Range>;

export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        users: { type: 'string' },
        cids: { type: 'string' },
        latency: { type: 'string' },
        rate: { type: 'string' },
        lag: { type: 'string' },
        seed: { type: 'string' },
        'cylance-users': { type: 'string' },
        faults: { type: 'string' },
        'fault-tokens': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return { help: true };
    const number = (name: keyof typeof numbers): number | undefined => readNumber(name, values[name], numbers[name]);
    const cylanceUsers = number('cylance-users');
    const given = {
      port: number('port'),
      users: number('users'),
      cids: number('cids'),
      latencyMs: number('latency'),
      ratePerMinute: number('rate'),
      lagMs: number('lag'),
      seed: number('seed'),
      cylance: cylanceUsers === undefined ? undefined : { users: cylanceUsers },
      faults: values.faults === undefined ? undefined : readFaults(values.faults),
      faultsOnTokens: values['fault-tokens'],
    };
    return { options: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // Node adds advice in further sentences; one line is enough.
    return { problem: `${text.split(/[\n.](?:\s|$)/)[0] ?? text}. See --help.` };
  }
}

function readNumber(name: string, text: string | undefined, { minimum, maximum }: Range): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= minimum && number <= maximum)) {
    throw new RangeError(`--${name} wants a whole number from ${String(minimum)} to ${String(maximum)}, not "${text}"`);
  }
  return number;
}

function readFaults(text: string): FaultRates {
  const rates = new Map<FaultKind, number>();
  for (const part of text.split(',')) {
    const [name, rateText = ''] = part.split(':');
    const kind = faultKinds.find((known) => known === name?.trim());
    const rate = /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(rateText.trim()) ? Number(rateText) : Number.NaN;
    if (kind === undefined) throw new RangeError(`--faults knows ${faultKinds.join(', ')}, not "${name ?? ''}"`);
    if (!(rate >= 0 && rate <= 1)) throw new RangeError(`--faults wants a probability from 0 to 1 behind "${kind}:", not "${rateText}"`);
    rates.set(kind, rate);
  }
  const sum = [...rates.values()].reduce((total, rate) => total + rate, 0);
  if (sum > 1 + 1e-9) throw new RangeError('--faults wants probabilities that add up to 1 at most');
  return Object.fromEntries(rates);
}
