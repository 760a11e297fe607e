/** Connecting a Falcon tenant. */
import { parseBaseUrl } from '../../api/baseUrl.ts';
import type { Credentials } from '../../api/falcon/tokens.ts';
import { clouds } from '../../core/clouds.ts';
import { parseCid } from '../../core/ids.ts';
import type { ConnectionId } from '../../core/ids.ts';
import type { Back } from '../../host/prompts.ts';
import { withoutSecret } from '../../state/connection.ts';
import type { ConnectionEntry } from '../../state/connection.ts';
import { connectionNode } from '../../state/nodes.ts';
import { isNameTaken } from './anyTenant.ts';
import { ask, stepsOf } from './connectSteps.ts';
import type { StepName, Typed } from './connectSteps.ts';
import type { CommandDeps } from './deps.ts';
import { describeMissing } from './missingScopes.ts';
import { failureOf, prove } from './proving.ts';
import type { Proved } from './proving.ts';
import { StepWalk } from './steps.ts';
import { twinOf } from './twin.ts';

function baseUrlOf({ cloud, url }: Typed): string | undefined {
  if (cloud === 'discover') return undefined;
  if (cloud !== 'other') return clouds.find(({ id }) => id === cloud)?.url;
  const read = parseBaseUrl(url);
  return 'url' in read ? read.url : undefined;
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

/** Asks step by step until the credentials are proved; what was typed stays with it. */
export class FalconFlow {
  readonly #deps: CommandDeps;
  readonly typed: Typed = { name: '', cloud: 'discover', url: '', clientId: '', clientSecret: '', child: '' };
  readonly #walk: StepWalk<StepName>;
  /** What the credentials are good for: by themselves, and with the child that was typed. */
  #whole: Proved | undefined;
  #proved: Proved | undefined;

  constructor(deps: CommandDeps) {
    const { prompts, l10n } = deps;
    const { typed } = this;
    this.#deps = deps;
    this.#walk = new StepWalk({
      title: l10n.t('Connect Tenant'),
      hasBefore: true,
      steps: () => stepsOf(typed),
      ask: async (at, box) => {
        const answer = await ask[at]({
          prompts,
          l10n,
          typed,
          box,
          isNameTaken: (name) => isNameTaken(deps, name),
          check: (value, signal) => this.#check(at, value.trim(), signal),
        });
        if (at === 'cloud' && typeof answer === 'string') typed.cloud = answer;
        return answer;
      },
    });
  }

  /** @returns `back` when the person wants the question before; otherwise it is over, whatever came of it */
  async connect(): Promise<Back | undefined> {
    const { store, view, newId } = this.#deps;
    let end = await this.#walk.run();
    // Whoever does not want to keep it goes on from the last step, with everything that was typed.
    while (end === 'done' && !(await this.#mayKeep())) end = await this.#walk.run('child');
    if (end !== 'done') return end;
    const proved = this.#proved;
    if (!proved) return undefined;
    const entry = entryOf(newId(), this.typed, proved);
    await store.put(entry);
    // Nobody has to wait for the message to be read; what was asked about need not be said again.
    if (!proved.missing.includes('usermgmt:read')) void this.#tellMissing(proved);
    await view.reveal(connectionNode(withoutSecret(entry)), { expand: true });
    return undefined;
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
      this.#walk.blame(concerned, sentence);
      return undefined;
    }
  }

  #twinProblem({ clientId, memberCid }: Credentials): string | undefined {
    const { store, l10n } = this.#deps;
    const twin = this.#whole && twinOf(store.all, { baseUrl: this.#whole.baseUrl, clientId, memberCid });
    return twin && l10n.t('“{0}” is connected with this API client already.', twin.name);
  }

  async #mayKeep(): Promise<boolean> {
    const { prompts, l10n } = this.#deps;
    const { missing = [] } = this.#proved ?? {};
    if (!missing.includes('usermgmt:read')) return true;
    return prompts.confirm({
      message: l10n.t('Keep the connection to {0} although its API client cannot read users?', this.typed.name.trim()),
      detail: l10n.t('Missing scopes: {0}. Add them to the API client in the Falcon console, and the connection will work.', describeMissing(missing, l10n)),
      action: l10n.t('Keep'),
    });
  }

  async #tellMissing({ missing }: Proved): Promise<void> {
    const { prompts, l10n } = this.#deps;
    if (missing.length === 0) return;
    await prompts.notify({ severity: 'information', message: l10n.t('Missing for {0}: {1}.', this.typed.name.trim(), describeMissing(missing, l10n)) });
  }
}
