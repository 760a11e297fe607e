import { parseBaseUrl } from '../api/baseUrl.ts';
import { clouds } from '../core/clouds.ts';
import { parseCid } from '../core/ids.ts';
import type { ConnectionId } from '../core/ids.ts';
import { back } from '../host/prompts.ts';
import { withoutSecret } from '../state/connection.ts';
import type { ConnectionEntry } from '../state/connection.ts';
import { connectionNode } from '../state/nodes.ts';
import { ask, stepsOf } from './connectSteps.ts';
import type { StepName, Typed } from './connectSteps.ts';
import type { CommandDeps, TenantCommand } from './deps.ts';
import { describeMissing } from './missingScopes.ts';
import { failureOf, prove } from './proving.ts';
import type { Proved } from './proving.ts';

type Failure = { readonly step: StepName; readonly sentence: string };

function baseUrlOf({ cloud, url }: Typed): string | undefined {
  if (cloud === 'discover') return undefined;
  if (cloud !== 'other') return clouds.find(({ id }) => id === cloud)?.url;
  const read = parseBaseUrl(url);
  return 'url' in read ? read.url : undefined;
}

/** Asks step by step until the credentials are proved. */
class ConnectFlow {
  readonly #deps: Pick<CommandDeps, 'prompts' | 'l10n' | 'store' | 'sessions'>;
  readonly typed: Typed = { name: '', cloud: 'discover', url: '', clientId: '', clientSecret: '', child: '' };
  #proved: Proved | undefined;
  #failure: Failure | undefined;

  constructor(deps: Pick<CommandDeps, 'prompts' | 'l10n' | 'store' | 'sessions'>) {
    this.#deps = deps;
  }

  /** @returns undefined when the person gave up */
  async run(): Promise<Proved | undefined> {
    const { prompts, l10n, store } = this.#deps;
    const { typed } = this;
    for (let at: StepName = 'name'; ; ) {
      const before = stepsOf(typed);
      const problem = this.#failure?.step === at ? this.#failure.sentence : undefined;
      this.#failure = undefined;
      const answer = await ask[at]({
        prompts,
        l10n,
        typed,
        problem,
        step: { current: before.indexOf(at) + 1, total: before.length },
        isNameTaken: (name) => store.isNameTaken(name),
        check: (value, signal) => this.#check(at, value.trim(), signal),
      });
      if (answer === undefined) return undefined;
      if (answer === back) {
        at = before[before.indexOf(at) - 1] ?? 'name';
        continue;
      }
      if (at === 'cloud') typed.cloud = answer;
      const failure = this.#failedElsewhere();
      if (failure) {
        at = failure.step;
        continue;
      }
      const steps = stepsOf(typed);
      const next: StepName | undefined = steps[steps.indexOf(at) + 1];
      if (next === undefined) return this.#proved;
      at = next;
    }
  }

  /** Set by a check while its box was open, which the flow of control cannot tell. */
  #failedElsewhere(): Failure | undefined {
    return this.#failure;
  }

  async #check(at: StepName, value: string, signal: AbortSignal): Promise<string | undefined> {
    const { typed } = this;
    const memberCid = at === 'child' ? parseCid(value) : undefined;
    // Without a child nothing is left to prove after the secret.
    if (at === 'child' && memberCid === undefined) return undefined;
    const credentials = { clientId: typed.clientId.trim(), clientSecret: typed.clientSecret.trim(), memberCid };
    const baseUrl = at === 'child' ? this.#proved?.baseUrl : baseUrlOf(typed);
    try {
      this.#proved = await prove(this.#deps.sessions, { baseUrl, credentials }, signal);
      return undefined;
    } catch (thrown) {
      const { step, sentence } = failureOf(thrown);
      const concerned: StepName = step === undefined ? at : step === 'cloud' && typed.cloud === 'other' ? 'url' : step;
      if (concerned === at) return sentence;
      this.#failure = { step: concerned, sentence };
      return undefined;
    }
  }
}

async function mayKeep({ prompts, l10n }: CommandDeps, name: string, { missing }: Proved): Promise<boolean> {
  if (!missing.includes('usermgmt:read')) return true;
  return prompts.confirm({
    message: l10n.t('Keep the connection to {0} although its API client cannot read users?', name),
    detail: l10n.t('Missing scopes: {0}. Add them to the API client in the Falcon console, and the connection will work.', describeMissing(missing, l10n)),
    action: l10n.t('Keep'),
  });
}

async function tellMissing({ prompts, l10n }: CommandDeps, name: string, { missing }: Proved): Promise<void> {
  if (missing.length === 0) return;
  await prompts.notify({ severity: 'information', message: l10n.t('Missing for {0}: {1}.', name, describeMissing(missing, l10n)) });
}

const entryOf = (id: ConnectionId, typed: Typed, proved: Proved): ConnectionEntry => {
  const memberCid = parseCid(typed.child);
  return {
    id,
    kind: 'falcon',
    name: typed.name.trim(),
    baseUrl: proved.baseUrl,
    clientId: typed.clientId.trim(),
    clientSecret: typed.clientSecret.trim(),
    memberCid,
    cid: memberCid ?? proved.cid,
    missingScopes: proved.missing,
    canChange: false,
    demo: false,
  };
};

export const connect: TenantCommand = {
  id: 'falconAdmin.connection.connect',
  async run(deps) {
    const { store, view, newId } = deps;
    await store.load();
    const flow = new ConnectFlow(deps);
    const proved = await flow.run();
    if (!proved) return;
    const entry = entryOf(newId(), flow.typed, proved);
    if (!(await mayKeep(deps, entry.name, proved))) return;
    await store.put(entry);
    // Nobody has to wait for the message to be read; what was asked about need not be said again.
    if (!proved.missing.includes('usermgmt:read')) void tellMissing(deps, entry.name, proved);
    await view.reveal(connectionNode(withoutSecret(entry)), { expand: true });
  },
};
