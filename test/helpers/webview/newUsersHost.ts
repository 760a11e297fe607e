/** Plays the host of the page of new users with a real table behind it: rows are judged as the product does. */
import { CidBook } from '../../../src/core/newUsers/cidBook.ts';
import type { NewUserFacts } from '../../../src/core/newUsers/facts.ts';
import { RoleBook } from '../../../src/core/newUsers/roleBook.ts';
import { freshRow } from '../../../src/core/newUsers/rowState.ts';
import { noCells, rowOf } from '../../../src/core/newUsers/rows.ts';
import type { Cells } from '../../../src/core/newUsers/rows.ts';
import { NewUserTable } from '../../../src/core/newUsers/table.ts';
import { asCid, asConnectionId, asRoleId } from '../../../src/core/ids.ts';
import { sentRow } from '../../../src/panels/newUsers/sentRow.ts';
import type { NewUsersRequests, NewUsersState, RowsAnswer } from '../../../src/protocol/newUsers.ts';
import { ScriptedHost } from './scriptedHost.ts';
import type { Answers } from './scriptedHost.ts';

const acme = asCid('a'.repeat(32));
const retail = asCid('b'.repeat(32));
const now = Date.UTC(2026, 4, 5, 12);

const cids = new CidBook({ own: acme, ownName: 'Acme Global', children: [{ child_cid: retail, name: 'Acme Retail' }], mayHaveOthers: false });
const roles = ['Falcon Administrator', 'Falcon Analyst', 'Help Desk Analyst', 'Remote Responder'].map((name) => ({
  ...{ id: asRoleId(name.toLowerCase().replaceAll(' ', '_')), display_name: name, description: '' },
}));

/** Every address has been looked up; `taken` ones are in use. */
class AllLookedUp extends Map<string, string | null> {
  override get(uid: string): string | null {
    return super.get(uid) ?? null;
  }
}

export const facts = (taken: readonly string[] = []): NewUserFacts => ({
  ...{ now, home: undefined, cids, roles: (cid) => new RoleBook(cid, roles) },
  taken: new AllLookedUp(taken.map((uid) => [uid, 'Acme Retail'])),
});

export const emptyState: NewUsersState = {
  ...{ connection: asConnectionId('one'), cid: undefined, home: 'Acme Global', gone: undefined, problem: undefined },
  tenant: { name: 'Acme Global', cloud: 'us-1', canChange: true },
  ...{ file: undefined, counts: undefined, facts: { kind: 'none' }, work: undefined },
};

export class NewUsersHost {
  readonly table: NewUserTable;
  readonly host: ScriptedHost<NewUsersRequests, NewUsersState>;

  constructor(cells: readonly Partial<Cells>[], answers: Answers<NewUsersRequests> = {}, over: Partial<NewUsersState> = {}, taken: readonly string[] = []) {
    this.table = new NewUserTable(cells.map((one, at) => freshRow(rowOf(at + 2, { ...noCells, ...one }))), facts(taken));
    this.host = new ScriptedHost<NewUsersRequests, NewUsersState>(
      { ...emptyState, facts: { kind: 'read' }, ...this.#shown(), ...over },
      {
        rows: ({ since }) => this.#since(since),
        edit: ({ place, field, text }) => {
          const { version } = this.table;
          this.table.write(place, field, text);
          void this.tell();
          return this.#since(version);
        },
        tick: ({ places, ticked }) => {
          this.table.tick(places, ticked);
          void this.tell();
          return undefined;
        },
        ...answers,
      },
    );
  }

  /** Sends what the table has become. */
  async tell(over: Partial<NewUsersState> = {}): Promise<void> {
    await this.host.send({ ...this.#shown(), ...over });
  }

  /** The text of a cell, as the host has it. */
  text(place: number, field: keyof Cells): string {
    return this.table.at(place)?.state.row.cells[field] ?? '';
  }

  #shown(): Pick<NewUsersState, 'file' | 'counts'> {
    return { file: { table: 1, name: 'new users.csv', ignored: [], version: this.table.version }, counts: this.table.counts };
  }

  #since(since: number): RowsAnswer {
    return { table: 1, version: this.table.version, rows: this.table.since(since).map(sentRow) };
  }
}

/** So many rows without faults. */
export const goodRows = (count: number): readonly Partial<Cells>[] =>
  Array.from({ length: count }, (_, at) => ({
    email: `user${at}@acme.test`,
    first: ['Ada', 'Grace', 'Alan', 'Edsger'][at % 4] ?? '',
    last: `Person ${at}`,
    ...{ cid: at % 3 === 0 ? 'Acme Retail' : '', roles: at % 2 === 0 ? 'Falcon Analyst' : '' },
  }));

/** One of each kind of row. */
export const mixedRows: readonly Partial<Cells>[] = [
  { email: 'ada@acme.test', first: 'Ada', last: 'Lovelace', roles: 'Falcon Administrator; Help Desk Analyst' },
  { email: 'grace.hopper@acme', first: 'Grace', last: 'Hopper', cid: 'Acme Retail' },
  { email: 'alan@acme.test', first: 'Alan', last: 'Turing', cid: 'Acme Retial', roles: 'Falcon Analyst' },
  { email: 'taken@acme.test', first: 'Edsger', last: 'Dijkstra' },
  { email: 'fatima@acme.test', first: 'فاطمة', last: 'المراكشي', roles: 'Help Desk Analysts' },
  { email: 'eve@acme.test', first: 'Eve\u202eevil', last: 'O’Hara', roles: 'Remote Responder', until: '2026-05-06T12:00Z' },
  { email: 'twin@acme.test', first: 'Twin', last: 'One' },
  { email: 'Twin@acme.test', first: 'Twin', last: 'Two' },
  { email: 'long@acme.test', first: 'A very long first name that does not fit into its cell at all', last: 'Name' },
];
