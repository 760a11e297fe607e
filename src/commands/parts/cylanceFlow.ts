/** Connecting a Cylance tenant. */
import { parseCylanceUrl } from '../../api/cylance/cylanceUrl.ts';
import type { CylanceMissing } from '../../api/cylance/probe.ts';
import { parseGuid } from '../../core/cylance/ids.ts';
import { cylanceRegions } from '../../core/cylance/regions.ts';
import type { Back } from '../../host/prompts.ts';
import { cylanceTwinOf, withoutCylanceSecret } from '../../state/cylance/cylanceConnection.ts';
import type { CylanceEntry } from '../../state/cylance/cylanceConnection.ts';
import { cylanceNode } from '../../state/cylance/cylanceNodes.ts';
import { isNameTaken } from './anyTenant.ts';
import { cannotListUsers, describePrivileges, proveApplication, zonesUnnamed } from './cylanceProving.ts';
import { askCylance, cylanceStepsOf } from './cylanceSteps.ts';
import type { CylanceStep, CylanceTyped } from './cylanceSteps.ts';
import type { CommandDeps } from './deps.ts';
import { failureOf } from './proving.ts';
import { StepWalk } from './steps.ts';

type Identity = Pick<CylanceEntry, 'baseUrl' | 'tenantId' | 'applicationId'>;

function baseUrlOf({ region, url }: CylanceTyped): string {
  const read = parseCylanceUrl(url);
  const listed = cylanceRegions.find(({ id }) => id === region);
  return listed?.url ?? ('url' in read ? read.url : '');
}

/** What was typed, in the spelling of the console; each box has judged its own. */
const identityOf = (typed: CylanceTyped): Identity => ({
  baseUrl: baseUrlOf(typed),
  tenantId: parseGuid(typed.tenantId) ?? '',
  applicationId: parseGuid(typed.applicationId) ?? '',
});

/** Asks step by step until the credentials are proved; what was typed stays with it. */
export class CylanceFlow {
  readonly #deps: CommandDeps;
  readonly typed: CylanceTyped = { name: '', region: '', url: '', tenantId: '', applicationId: '', applicationSecret: '' };
  readonly #walk: StepWalk<CylanceStep>;
  /** What the application may not read, once it is proved. */
  #missing: CylanceMissing = [];

  constructor(deps: CommandDeps) {
    const { prompts, l10n, cylance } = deps;
    const { typed } = this;
    this.#deps = deps;
    this.#walk = new StepWalk({
      title: l10n.t('Connect Cylance Tenant'),
      hasBefore: true,
      steps: () => cylanceStepsOf(typed),
      ask: async (at, box) => {
        const answer = await askCylance[at]({
          prompts,
          l10n,
          typed,
          box,
          isNameTaken: (name) => isNameTaken(deps, name),
          twin: () => cylanceTwinOf(cylance.store.all, identityOf(typed)),
          check: (secret, signal) => this.#check(secret.trim(), signal),
        });
        if (at === 'region' && typeof answer === 'string') typed.region = answer;
        return answer;
      },
    });
  }

  /** @returns `back` when the person wants the question before; otherwise it is over, whatever came of it */
  async connect(): Promise<Back | undefined> {
    const { cylance, view, newId, prompts, l10n } = this.#deps;
    let end = await this.#walk.run();
    // Whoever does not want to keep it goes on from the last step, with everything that was typed.
    while (end === 'done' && !(await this.#mayKeep())) end = await this.#walk.run('secret');
    if (end !== 'done') return end;
    const { typed } = this;
    const entry: CylanceEntry = {
      id: newId(),
      kind: 'cylance',
      name: typed.name.trim(),
      ...identityOf(typed),
      applicationSecret: typed.applicationSecret.trim(),
      demo: false,
    };
    await cylance.store.put(entry);
    // Nobody has to wait for the message to be read; what was asked about need not be said again.
    if (this.#missing.length > 0 && !cannotListUsers(this.#missing)) {
      void prompts.notify({ severity: 'information', message: zonesUnnamed(entry.name, this.#missing, l10n) });
    }
    await view.reveal(cylanceNode(withoutCylanceSecret(entry)), { expand: true });
    return undefined;
  }

  async #check(applicationSecret: string, signal: AbortSignal): Promise<string | undefined> {
    const { baseUrl, tenantId, applicationId } = identityOf(this.typed);
    try {
      const credentials = { tenantId, applicationId, applicationSecret };
      const missing = await proveApplication(this.#deps.cylance.sessions, { baseUrl, credentials }, signal);
      // What was proved is not what the box holds any more.
      if (!signal.aborted) this.#missing = missing;
      return undefined;
    } catch (thrown) {
      const { step, sentence } = failureOf(thrown);
      // The server does not tell which of the ids and the secret it refuses: that is said where they were tried out.
      if (signal.aborted || step !== 'cloud') return sentence;
      this.#walk.blame(this.typed.region === 'other' ? 'url' : 'region', sentence);
      return undefined;
    }
  }

  async #mayKeep(): Promise<boolean> {
    const { prompts, l10n } = this.#deps;
    if (!cannotListUsers(this.#missing)) return true;
    return prompts.confirm({
      message: l10n.t('Keep the connection to {0} although its application cannot list users?', this.typed.name.trim()),
      detail: l10n.t(
        'Missing privileges: {0}. Give them to the application under Settings > Integrations in the Cylance console, and the connection will work.',
        describePrivileges(this.#missing),
      ),
      action: l10n.t('Keep'),
    });
  }
}
