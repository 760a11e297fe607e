import { parseBaseUrl } from '../api/baseUrl.ts';
import type { Credentials } from '../api/falcon/tokens.ts';
import { clouds } from '../core/clouds.ts';
import { parseCid } from '../core/ids.ts';
import type { ConnectionId } from '../core/ids.ts';
import { back } from '../host/prompts.ts';
import { withoutSecret } from '../state/connection.ts';
import type { ConnectionEntry } from '../state/connection.ts';
import { connectionNode } from '../state/nodes.ts';
import { ask, stepsOf } from './parts/connectSteps.ts';
import type { StepName, Typed } from './parts/connectSteps.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { describeMissing } from './parts/missingScopes.ts';
import { failureOf, prove } from './parts/proving.ts';
import type { Proved } from './parts/proving.ts';
import { twinOf } from './parts/twin.ts';

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
  /** What the credentials are good for: by themselves, and with the child that was typed. */
  #whole: Proved | undefined;
  #proved: Proved | undefined;
  #failure: Failure | undefined;

  constructor(deps: Pick<CommandDeps, 'prompts' | 'l10n' | 'store' | 'sessions'>) {
    this.#deps = deps;
  }

  /**
   * @param from the step to begin with
   * @returns undefined when the person gave up
   */
  async run(from: StepName): Promise<Proved | undefined> {
    const { prompts, l10n, store } = this.#deps;
    const { typed } = this;
    for (let at = from; ; ) {
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
    const credentials = { clientId: typed.clientId.trim(), clientSecret: typed.clientSecret.trim(), memberCid: at === 'child' ? parseCid(value) : undefined };
    if (at === 'child') {
      const problem = this.#twinProblem(credentials);
      if (problem !== undefined) return problem;
      // Without a child nothing is left to prove after the secret.
      if (credentials.memberCid === undefined) {
        this.#proved = this.#whole;
        return undefined;
      }
    }
    const baseUrl = at === 'child' ? this.#whole?.baseUrl : baseUrlOf(typed);
    try {
      const proved = await prove(this.#deps.sessions, { baseUrl, credentials }, signal);
      // What was proved is not what the box holds any more.
      if (signal.aborted) return undefined;
      this.#proved = proved;
      if (at === 'secret') this.#whole = proved;
      return undefined;
    } catch (thrown) {
      const { step, sentence } = failureOf(thrown);
      if (signal.aborted) return sentence;
      const concerned: StepName = step === undefined ? at : step === 'cloud' && typed.cloud === 'other' ? 'url' : step;
      if (concerned === at) return sentence;
      this.#failure = { step: concerned, sentence };
      return undefined;
    }
  }

  #twinProblem({ clientId, memberCid }: Credentials): string | undefined {
    const { store, l10n } = this.#deps;
    const twin = this.#whole && twinOf(store.all, { baseUrl: this.#whole.baseUrl, clientId, memberCid });
    return twin && l10n.t('“{0}” is connected with this API client already.', twin.name);
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
    let proved = await flow.run('name');
    // Whoever does not want to keep it goes on from the last step, with everything that was typed.
    while (proved && !(await mayKeep(deps, flow.typed.name.trim(), proved))) proved = await flow.run('child');
    if (!proved) return;
    const entry = entryOf(newId(), flow.typed, proved);
    await store.put(entry);
    // Nobody has to wait for the message to be read; what was asked about need not be said again.
    if (!proved.missing.includes('usermgmt:read')) void tellMissing(deps, entry.name, proved);
    await view.reveal(connectionNode(withoutSecret(entry)), { expand: true });
  },
};
