/** Plays the host of the grants panel over a small tenant that a test makes up: what is read, and what may be granted. */
import { asCid, asConnectionId, asRoleId, asUserUuid } from '../../../src/core/ids.ts';
import { pairKey } from '../../../src/core/matrix/matrix.ts';
import type { Matrix, MatrixCid, MatrixGrant, MatrixRole, MatrixRow, MatrixUser, Pair } from '../../../src/core/matrix/matrix.ts';
import type { GrantsRequests, GrantsState, ReadRow } from '../../../src/protocol/grants.ts';
import { ScriptedHost } from './scriptedHost.ts';
import type { Answers } from './scriptedHost.ts';

const hex = (value: number): string => value.toString(16).padStart(32, '0');

export const cidNamed = (at: number, name: string): MatrixCid => ({ cid: asCid(hex(at + 1)), name });
export const home = cidNamed(0, 'Acme Global');
export const retail = cidNamed(1, 'Acme Retail');
export const logistics = cidNamed(2, 'Acme Logistics');

const userNamed = (at: number, name: string): MatrixUser => {
  return { uuid: asUserUuid(`user-${at}`), name, address: `${name.split(' ')[0]?.toLowerCase() ?? ''}@acme.test`, home: home.cid };
};
export const ada = userNamed(0, 'Ada Lovelace');
export const grace = userNamed(1, 'Grace Hopper');

export const roleNamed = (name: string, owner?: MatrixRole['owner']): MatrixRole => {
  return { id: asRoleId(name.toLowerCase().replaceAll(' ', '_')), name, description: `What ${name} may do.`, owner };
};
export const roles = ['Falcon Administrator', 'Falcon Analyst', 'Help Desk', 'Remote Responder', 'Read Only'].map((name) => roleNamed(name));
export const roleIds = {
  administrator: asRoleId('falcon_administrator'),
  analyst: asRoleId('falcon_analyst'),
  helpDesk: asRoleId('help_desk'),
  responder: asRoleId('remote_responder'),
  readOnly: asRoleId('read_only'),
};
const { administrator, analyst, helpDesk, responder, readOnly } = roleIds;
/** Of Acme Retail: nobody whose home is elsewhere can have it. */
export const retailOwn = roleNamed('Store Keeper', retail.cid);

export const group = 'SOC L2 > Retail CIDs';
const end = '2099-12-01T10:00:00Z';

const row = (user: number, cid: number, grants: MatrixRow['grants'], grantable: MatrixRow['grantable']): MatrixRow => ({ user, cid, grants, grantable });

/** One user over three CIDs: every kind of cell. */
export const small: Matrix = {
  users: [ada],
  cids: [home, retail, logistics],
  roles: [...roles, retailOwn],
  rows: [
    row(0, 0, [{ role: administrator }, { role: analyst, through: group }], [helpDesk, responder]),
    row(0, 1, [{ role: analyst, through: group }, { role: analyst }, { role: helpDesk, expiresAt: end }], [administrator, responder, retailOwn.id]),
    row(0, 2, [{ role: helpDesk }], [administrator, analyst, responder, readOnly]),
  ],
};

/** So many CIDs, or users, over so many roles; nothing is read of the rows from `read` on. */
export function large(rows: number, columns: number, { by = 'cids', read = rows }: { readonly by?: 'cids' | 'users'; readonly read?: number } = {}): Matrix {
  const many = Array.from({ length: columns }, (_, at) => roleNamed(`Role ${at}`));
  const grantsOf = (at: number): readonly MatrixGrant[] => {
    return many.flatMap(({ id }, column): readonly MatrixGrant[] => {
      const draw = (at * 31 + column * 17) % 23;
      if (draw === 0) return [{ role: id }];
      if (draw === 1) return [{ role: id, through: group }];
      return draw === 2 ? [{ role: id, expiresAt: end }] : [];
    });
  };
  const grantable = many.filter((_, column) => column % 5 !== 0).map(({ id }) => id);
  const places = Array.from({ length: rows }, (_, at) => at);
  return {
    users: by === 'cids' ? [ada] : places.map((at) => userNamed(at, `Person ${at}`)),
    cids: by === 'cids' ? places.map((at) => cidNamed(at, `Company ${at}`)) : [home],
    roles: many,
    rows: places.map((at) => {
      const [user, cid] = by === 'cids' ? [0, at] : [at, 0];
      return at < read ? row(user, cid, grantsOf(at), grantable) : row(user, cid, undefined, undefined);
    }),
  };
}

export const grantsState: GrantsState = {
  ...{ connection: asConnectionId('one'), subject: { by: 'users', users: [ada.uuid] }, title: 'Grants · Ada Lovelace' },
  tenant: { name: 'Acme Global', cloud: 'us-1', canChange: true },
  ...{ gone: undefined, failure: undefined, age: 1, work: undefined, hasUntold: false, hasCids: true },
  coverage: { text: 'As of 14:02, 3 of 3 pairs', isWhole: true },
};

export class GrantsHost {
  readonly host: ScriptedHost<GrantsRequests, GrantsState>;
  matrix: Matrix;

  /** @param answers in place of those that the matrix gives */
  constructor(matrix: Matrix, answers: Answers<GrantsRequests> = {}, over: Partial<GrantsState> = {}) {
    this.matrix = matrix;
    this.host = new ScriptedHost<GrantsRequests, GrantsState>(
      { ...grantsState, ...over },
      {
        matrix: () => ({ ...this.matrix, age: this.host.state.age }),
        rows: ({ pairs }) => pairs.map((pair) => this.read(pair)),
        check: () => [],
        told: () => undefined,
        ...answers,
      },
    );
  }

  /** Tells the page to ask for another matrix. */
  async show(matrix: Matrix, over: Partial<GrantsState> = {}): Promise<void> {
    this.matrix = matrix;
    await this.host.send({ age: this.host.state.age + 1, ...over });
  }

  /** What a row that was not read turns out to be: nothing is held, two roles may be granted. */
  read({ user, cid }: Pair): ReadRow {
    return { user, cid, grants: [], grantable: [this.#role(1), this.#role(2)] };
  }

  /** The keys of all rows that were asked for. */
  get asked(): readonly string[] {
    return this.host.bodies('rows').flatMap(({ pairs }) => pairs.map(pairKey));
  }

  #role(at: number): MatrixRole['id'] {
    return (this.matrix.roles[at] as MatrixRole).id;
  }
}
