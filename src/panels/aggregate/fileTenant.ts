/** Which connected tenant a file of queries means: it names one, and the person chooses where that is not enough. */
import { TenantError } from '../../core/errors.ts';
import type { ConnectionId } from '../../core/ids.ts';
import type { Connection } from '../../state/connection.ts';
import { cloudText } from '../wording.ts';
import type { AggregateDeps } from './deps.ts';

export class FileTenant {
  readonly #deps: Pick<AggregateDeps, 'store' | 'prompts' | 'wording'>;
  /** Chosen in this window, and not written down. */
  #chosen: ConnectionId | undefined;

  constructor(deps: Pick<AggregateDeps, 'store' | 'prompts' | 'wording'>) {
    this.#deps = deps;
  }

  choose(id: ConnectionId): void {
    this.#chosen = id;
  }

  /** The one that is meant, as far as that can be told without asking. @param name in the file */
  known(name: string | undefined): Connection | undefined {
    const fitting = this.#fitting(name);
    return fitting.find(({ id }) => id === this.#chosen) ?? (fitting.length === 1 ? fitting[0] : undefined);
  }

  /**
   * Asks which one is meant, unless that is known. Undefined when the person did not answer.
   * @throws TenantError when it is not connected
   */
  async ask(name: string | undefined): Promise<Connection | undefined> {
    const { store, prompts, wording } = this.#deps;
    const { l10n } = wording;
    await store.load();
    const known = this.known(name);
    if (known) return known;
    const fitting = this.#fitting(name);
    if (fitting.length === 0) throw this.#notConnected(name);
    const items = fitting.map((connection) => ({ label: connection.name, description: cloudText(connection, wording), value: connection }));
    const connection = await prompts.pick({ title: l10n.t('Run Aggregate Query'), placeholder: l10n.t('Which tenant?'), items });
    if (connection) this.choose(connection.id);
    return connection;
  }

  #fitting(name: string | undefined): readonly Connection[] {
    const { all } = this.#deps.store;
    return name === undefined ? all : all.filter((connection) => connection.name === name);
  }

  #notConnected(name: string | undefined): TenantError {
    const { l10n } = this.#deps.wording;
    if (name === undefined || this.#deps.store.all.length === 0) {
      return new TenantError({ kind: 'notFound', message: l10n.t('No tenant is connected.'), nextStep: l10n.t('Connect one with “Falcon: Connect Tenant…”.') });
    }
    const message = l10n.t('The tenant “{0}”, which the file names, is not connected.', name);
    return new TenantError({ kind: 'notFound', message, nextStep: l10n.t('Connect it with “Falcon: Connect Tenant…”, or choose another one.') });
  }
}
