/** Which connected tenant a file of queries means: it names one, and the person chooses where that is not enough. */
import { TenantError } from '../../core/errors.ts';
import type { Connection } from '../../state/connection.ts';
import { cloudText } from '../wording.ts';
import type { AggregateDeps } from './deps.ts';

export class FileTenant {
  readonly #deps: Pick<AggregateDeps, 'store' | 'prompts' | 'wording'>;
  /** Chosen in this window, and not written down. */
  #chosen: Pick<Connection, 'id' | 'name'> | undefined;
  /** The choice counts whatever the file names, which cannot be changed. */
  #isOverFile = false;

  constructor(deps: Pick<AggregateDeps, 'store' | 'prompts' | 'wording'>) {
    this.#deps = deps;
  }

  choose({ id, name }: Pick<Connection, 'id' | 'name'>, { overFile = this.#isOverFile }: { readonly overFile?: boolean } = {}): void {
    this.#chosen = { id, name };
    this.#isOverFile = overFile;
  }

  /** What the tenant that is meant is called where no connection is. @param named in the file */
  missing(named: string | undefined): string | undefined {
    return this.#fitting(named).length === 0 ? this.#meant(named) : undefined;
  }

  /** The one that is meant, as far as that can be told without asking. @param name in the file */
  known(name: string | undefined): Connection | undefined {
    const fitting = this.#fitting(name);
    return fitting.find(({ id }) => id === this.#chosen?.id) ?? (fitting.length === 1 ? fitting[0] : undefined);
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
    if (connection) this.choose(connection);
    return connection;
  }

  #meant(named: string | undefined): string | undefined {
    return this.#isOverFile ? this.#chosen?.name : named;
  }

  #fitting(named: string | undefined): readonly Connection[] {
    const { all } = this.#deps.store;
    const name = this.#meant(named);
    // The one that was chosen may have got another name.
    const own = this.#isOverFile ? all.filter(({ id }) => id === this.#chosen?.id) : [];
    if (own.length > 0) return own;
    return name === undefined ? all : all.filter((connection) => connection.name === name);
  }

  #notConnected(named: string | undefined): TenantError {
    const { l10n } = this.#deps.wording;
    const name = this.#meant(named);
    if (name === undefined || this.#deps.store.all.length === 0) {
      return new TenantError({ kind: 'notFound', message: l10n.t('No tenant is connected.'), nextStep: l10n.t('Connect one with “Falcon: Connect Tenant…”.') });
    }
    const message = this.#isOverFile
      ? l10n.t('The tenant “{0}”, which was chosen for this file, is not connected.', name)
      : l10n.t('The tenant “{0}”, which the file names, is not connected.', name);
    return new TenantError({ kind: 'notFound', message, nextStep: l10n.t('Connect it with “Falcon: Connect Tenant…”, or choose another one.') });
  }
}
