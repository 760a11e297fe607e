/** One file of queries, whatever shows it: its text, the tenant that it means, its last run. Outlives its pages. */
import { copyAs } from '../../core/aggregates/copyAs.ts';
import type { CopyForm } from '../../core/aggregates/copyAs.ts';
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import { queriesPath } from '../../core/aggregates/queryFile.ts';
import type { ChartChoice, QueryFile } from '../../core/aggregates/queryFile.ts';
import { namedQueries } from '../../core/aggregates/queryNames.ts';
import { requestBody } from '../../core/aggregates/request.ts';
import { clouds } from '../../core/clouds.ts';
import { TenantError } from '../../core/errors.ts';
import { parseCid } from '../../core/ids.ts';
import type { ConnectionId } from '../../core/ids.ts';
import type { QueryDocument } from '../../host/queryFiles.ts';
import type { AggregateState, ExportForm, ResultsAnswer } from '../../protocol/aggregate.ts';
import type { Connection } from '../../state/connection.ts';
import { Emitter } from '../../state/emitter.ts';
import { cloudText } from '../wording.ts';
import { CidBook } from './cidBook.ts';
import type { AggregateDeps } from './deps.ts';
import { exportAnswer } from './exportAnswer.ts';
import { FileTenant } from './fileTenant.ts';
import { QueryRun } from './queryRun.ts';
import type { LastAnswers } from './queryRun.ts';
import { QueryText } from './queryText.ts';

/** For calls to be copied while no tenant is meant. */
const commercialUrl = clouds.find(({ id }) => id === 'us-1')?.url ?? '';

export class QueryWork {
  readonly text: QueryText;
  readonly run: QueryRun;
  readonly #deps: AggregateDeps;
  readonly #tenant: FileTenant;
  readonly #cids = new CidBook();
  readonly #changed = new Emitter<void>();
  /** Tenants of which it is known that they are a single CID. */
  readonly #single = new Set<ConnectionId>();
  /** Builders in which a field holds what cannot be written into the file, with the query that it belongs to. */
  readonly #held = new Map<object, string>();

  /** Something that pages show is another than before. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: AggregateDeps, document: QueryDocument) {
    this.#deps = deps;
    this.text = new QueryText(document, deps.wording.l10n);
    this.run = new QueryRun({ deps, onChange: () => this.changed() });
    this.#tenant = new FileTenant(deps);
  }

  /** Pages show what is known now. */
  changed(): void {
    this.#changed.fire();
  }

  /** The connection is another one by now, or gone: what was read through it is of no use. */
  forgetConnection(id: ConnectionId): void {
    this.#single.delete(id);
    this.run.forgetConnection(id);
  }

  /** A builder's field cannot be written: what would be sent is not what its person sees. @param where undefined: it can be again */
  hold(builder: object, where: string | undefined): undefined {
    if (where === undefined) this.#held.delete(builder);
    else this.#held.set(builder, where);
    this.changed();
  }

  isHeldBy(builder: object): boolean {
    return this.#held.has(builder);
  }

  get state(): Omit<AggregateState, 'isHeld'> {
    const { version, file, problems } = this.text.read;
    const { name, isReadOnly } = this.text.document;
    const connection = this.#connection;
    const { line, age } = this.run;
    return {
      ...{ title: name, version, file, problems, run: line, age, isReadOnly },
      tenants: this.#deps.store.all.map((one) => ({ id: one.id, name: one.name, cloud: cloudText(one, this.#deps.wording) })),
      tenant: connection?.id,
      missingTenant: this.#tenant.missing(this.#tenantName),
      cidName: file?.cid === undefined ? undefined : this.#cidName(file.cid, connection),
      hasCids: connection !== undefined && !this.#single.has(connection.id),
      isStale: this.run.isStale(file, connection),
    };
  }

  /** For a page. */
  get results(): ResultsAnswer {
    const asked = this.#asked;
    return { ...this.run.results, cidNames: { ...this.#cids.all, ...(asked?.cid && { [asked.cid]: asked.name }) } };
  }

  /** Sends the queries to the tenant that the file means, and asks which one that is where the file does not tell. */
  async start(): Promise<undefined> {
    const { l10n } = this.#deps.wording;
    this.#sound();
    const connection = await this.#tenant.ask(this.#tenantName);
    if (!connection) return undefined;
    // The file as it is after the answer, which may have taken a while.
    const file = this.#sound();
    if (file.queries.length === 0) throw new TenantError({ kind: 'invalid', message: l10n.t('There is no query in this file.'), nextStep: l10n.t('Add one.') });
    const last = await this.run.start(connection, file);
    // Names may take longer than the figures, which need not wait for them.
    if (last) void this.#learn(connection, last, file.cid);
    return undefined;
  }

  /** Writes the tenant's name into the file; in one that cannot be changed the choice counts for this window. */
  async chooseTenant(id: ConnectionId): Promise<undefined> {
    const { store, wording } = this.#deps;
    const connection = store.get(id);
    if (!connection) throw new TenantError({ kind: 'notFound', message: wording.l10n.t('This tenant is not connected any more.') });
    const { name } = connection;
    const { isReadOnly } = this.text.document;
    this.#tenant.choose(connection, { overFile: isReadOnly });
    if (!isReadOnly) await this.text.edit(() => (this.text.file.tenant === name ? [] : [{ kind: 'set', path: ['tenant'], value: name }]));
    this.changed();
    return undefined;
  }

  chooseChart(query: number, chart: ChartChoice): Promise<undefined> {
    return this.text.edit(() => {
      const { file } = this.text;
      const name = namedQueries(file.queries)[query]?.name;
      if (name === undefined) return [];
      // Charts are told by the names of queries, so one without a name gets the one under which it would be sent.
      const naming: QueryEdit[] = file.queries[query]?.name === name ? [] : [{ kind: 'set', path: [...queriesPath(file), query, 'name'], value: name }];
      return [...naming, { kind: 'set', path: ['charts', name], value: chart }];
    });
  }

  async chooseCid(): Promise<undefined> {
    const { chooseCid, wording } = this.#deps;
    const connection = await this.#tenant.ask(this.#tenantName);
    const chosen = connection && (await chooseCid(connection, wording.l10n.t('Aggregate Query: CID')));
    if (!chosen) return undefined;
    this.#cids.learn(chosen.cid, chosen.name);
    await this.text.edit(() => [{ kind: 'set', path: ['cid'], value: chosen.cid }]);
    this.changed();
    return undefined;
  }

  clearCid(): Promise<undefined> {
    return this.text.edit(() => (this.text.file.cid === undefined ? [] : [{ kind: 'remove', path: ['cid'] }]));
  }

  async copyAs(form: CopyForm): Promise<undefined> {
    const { copy, mention, wording } = this.#deps;
    const baseUrl = this.#connection?.baseUrl ?? commercialUrl;
    await copy(copyAs(form, requestBody(this.#sound()), baseUrl));
    const names: Readonly<Record<CopyForm, string>> = { curl: 'curl', falconpy: 'FalconPy', psfalcon: 'PSFalcon' };
    mention(wording.l10n.t('Copied for {0}, without a token.', names[form]));
    return undefined;
  }

  /** @param query its place in the file at the time of the run */
  export(query: number, form: ExportForm, data: string | undefined): Promise<string | undefined> {
    const answer = this.run.last?.answers.find(({ at }) => at === query);
    return exportAnswer(this.#deps, { answer, form, data, cidName: (cid) => this.#cidName(cid, this.#asked) });
  }

  /** The file, when it makes a request that says all it says. */
  #sound(): QueryFile {
    const { file } = this.text;
    const { l10n } = this.#deps.wording;
    const mistake = this.text.read.problems.find(({ severity }) => severity === 'error');
    if (mistake) throw new TenantError({ kind: 'invalid', message: l10n.t('There is a mistake in this file: {0}', mistake.message) });
    const [where] = this.#held.values();
    if (where === undefined) return file;
    const message = l10n.t('In the builder, a field of {0} holds no number and is not in the file.', where);
    throw new TenantError({ kind: 'invalid', message, nextStep: l10n.t('Mend it there.') });
  }

  get #connection(): Connection | undefined {
    return this.#tenant.known(this.#tenantName);
  }

  /** Whom the last run asked. */
  get #asked(): Connection | undefined {
    return this.run.last && this.#deps.store.get(this.run.last.connection);
  }

  get #tenantName(): string | undefined {
    return this.text.read.file?.tenant;
  }

  #cidName(cid: string, connection: Connection | undefined): string | undefined {
    return connection?.cid !== undefined && connection.cid === parseCid(cid) ? connection.name : this.#cids.name(cid);
  }

  /** After a run, for which the server is asked anyway. What cannot be had is left at the CIDs themselves. */
  async #learn(connection: Connection, last: LastAnswers, cid: string | undefined): Promise<void> {
    try {
      const directory = await this.#deps.directories.of(connection.id);
      const { hasChildren, childrenHidden } = await directory.shape();
      if (!hasChildren && !childrenHidden) this.#single.add(connection.id);
      const isNew = await this.#cids.read(directory, connection, { cid, answers: last.answers });
      if (isNew && this.run.last === last) this.run.renew();
      else this.changed();
    } catch {
      this.changed();
    }
  }
}
