/** Plays the host of the page of aggregate queries with a real text behind it: edits are carried out, and the text is checked, as the product does. */
import { checkQueries } from '../../../src/core/aggregates/checkQueries.ts';
import { editAll } from '../../../src/core/aggregates/editQueries.ts';
import type { AggregateQuery, AggregateResult } from '../../../src/core/aggregates/query.ts';
import { readQueryFile } from '../../../src/core/aggregates/readQueryFile.ts';
import { matchAnswers, requestBody } from '../../../src/core/aggregates/request.ts';
import { applyChanges } from '../../../src/core/aggregates/textChange.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import type { AggregateRequests, AggregateState, ResultsAnswer } from '../../../src/protocol/aggregate.ts';
import { Refused, ScriptedHost } from './scriptedHost.ts';
import type { Answers } from './scriptedHost.ts';

const acme = asConnectionId('acme');

/** A run that is over, as the state tells of it. */
export const doneRun = { kind: 'done', tenant: 'Acme Global', cid: undefined, at: Date.UTC(2026, 4, 5, 12), ms: 210, traceId: '6f0e-1' } as const;

export class AggregateHost {
  readonly host: ScriptedHost<AggregateRequests, AggregateState>;
  text: string;
  #version = 1;
  #results: ResultsAnswer | undefined;
  #other: AggregateHost | undefined;

  constructor(text: string, answers: Answers<AggregateRequests> = {}, over: Partial<AggregateState> = {}) {
    this.text = text;
    this.host = new ScriptedHost<AggregateRequests, AggregateState>(
      {
        ...{ title: 'by status.falcon-aggregate.json', ...this.#read() },
        tenants: [{ id: acme, name: 'Acme Global', cloud: 'us-1' }, { id: asConnectionId('other'), name: 'Umbrella', cloud: 'eu-1' }],
        ...{ tenant: acme, missingTenant: undefined, cidName: undefined, hasCids: true },
        ...{ run: { kind: 'none' }, age: 0, isStale: false, isReadOnly: false, isHeld: false },
        ...over,
      },
      {
        edit: async ({ version, edits }) => {
          if (version !== this.#version) {
            await this.tell();
            throw new Refused({ kind: 'conflict', message: 'The file was changed meanwhile, so this edit was not made. Make it again.' });
          }
          await this.write(applyChanges(this.text, editAll(this.text, edits)));
          return undefined;
        },
        results: () => {
          if (!this.#results) throw new Error('There are no results.');
          return this.#results;
        },
        act: () => undefined,
        hold: async ({ where }) => this.host.send({ isHeld: where !== undefined }).then(() => undefined),
        ...answers,
      },
    );
  }

  /** Two builders show one document from now on, that of this one. */
  async share(other: AggregateHost): Promise<void> {
    [this.#other, other.#other] = [other, this];
    await this.write(this.text);
  }

  /** Somebody writes the text: the page, another editor, undo. */
  async write(text: string): Promise<void> {
    const version = this.#version + 1;
    const hosts = this.#other ? [this, this.#other] : [this];
    for (const host of hosts) [host.text, host.#version] = [text, version];
    for (const host of hosts) await host.tell();
  }

  /** Changes the text without telling the page of it yet. */
  writeUnseen(text: string): void {
    this.text = text;
    this.#version += 1;
  }

  async tell(over: Partial<AggregateState> = {}): Promise<void> {
    await this.host.send({ ...this.#read(), ...over });
  }

  /** A run is over, and answered this. */
  async answer(results: readonly AggregateResult[], over: Partial<AggregateState> = {}): Promise<void> {
    const { file } = this.#read();
    if (!file) throw new Error('There are no queries to answer.');
    const sent = requestBody(file);
    const age = (this.#results?.age ?? 0) + 1;
    const [request, response] = [JSON.stringify(sent, undefined, 2), JSON.stringify({ resources: results }, undefined, 2)];
    this.#results = { age, answers: matchAnswers(file, sent, results).answers, request, response };
    await this.tell({ run: doneRun, age, isStale: false, ...over });
  }

  /** The document as JSON. */
  get json(): unknown {
    return JSON.parse(this.text) as unknown;
  }

  #read(): Pick<AggregateState, 'version' | 'file' | 'problems'> {
    return { version: this.#version, file: readQueryFile(this.text).file, problems: checkQueries(this.text) };
  }
}

export const fileText = (...queries: readonly AggregateQuery[]): string => `${JSON.stringify(queries, undefined, 2)}\n`;

export const byStatus: AggregateQuery = { name: 'by status', type: 'terms', field: 'status', size: 10, sort: '_count|desc' };

export const statusResult: AggregateResult = {
  name: 'by status',
  buckets: [
    { label: 'active', count: 198 },
    { label: 'inactive', count: 16 },
  ],
};
