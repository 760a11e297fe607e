/** A small matrix with every kind of cell, and one of any size. */
import fc from 'fast-check';
import { asCid, asRoleId, asUserUuid } from '../../../../src/core/ids.ts';
import type { Matrix, MatrixCid, MatrixGrant, MatrixRole, MatrixRow, MatrixUser } from '../../../../src/core/matrix/matrix.ts';
import { MatrixModel } from '../../../../src/core/matrix/matrixModel.ts';
import type { Spot } from '../../../../src/core/matrix/matrixModel.ts';
import { cellKey } from '../../../../src/core/matrix/pending.ts';
import type { CellKey, Pending } from '../../../../src/core/matrix/pending.ts';

export const cidAt = (at: number, name = `Company ${at}`): MatrixCid => ({ cid: asCid(at.toString(16).padStart(32, '0')), name });
export const home = cidAt(1, 'Acme Global');
export const retail = cidAt(2, 'Acme Retail');

export const userAt = (at: number, name = `Person ${at}`): MatrixUser => ({ uuid: asUserUuid(`u-${at}`), name, address: `p${at}@acme.test`, home: home.cid });
export const ada = userAt(1, 'Ada Lovelace');
export const grace: MatrixUser = { ...userAt(2, 'Grace Hopper'), home: undefined };

export const roleAt = (at: number, over: Partial<MatrixRole> = {}): MatrixRole => {
  return { id: asRoleId(`role_${at}`), name: `Role ${at}`, description: '', owner: undefined, ...over };
};
export const [admin, analyst, helpDesk, reader] = [0, 1, 2, 3].map((at) => roleAt(at)) as [MatrixRole, MatrixRole, MatrixRole, MatrixRole];
/** Custom roles. */
export const ofHome = roleAt(4, { owner: home.cid });
export const ofRetail = roleAt(5, { owner: retail.cid });

export const end = '2026-12-01T10:00:00Z';
export const group = 'SOC L2 > Retail CIDs';

export const row = (user: number, cid: number, grants?: MatrixRow['grants'], grantable?: MatrixRow['grantable'], failure?: string): MatrixRow => {
  return { user, cid, grants, grantable, failure };
};

const everything = [admin, analyst, helpDesk, reader, ofHome, ofRetail].map(({ id }) => id);

/** Rows: Ada in Global (read) and in Retail (read), Grace in Global (not read) and in Retail (failed). */
export const sample: Matrix = {
  users: [ada, grace],
  cids: [home, retail],
  roles: [admin, analyst, helpDesk, reader, ofHome, ofRetail],
  rows: [
    row(0, 0, [{ role: admin.id }, { role: analyst.id, through: group }, { role: helpDesk.id, expiresAt: end }], everything),
    row(0, 1, [{ role: analyst.id, through: group }, { role: analyst.id, expiresAt: end }, { role: analyst.id, through: 'Others' }], [admin.id, ofRetail.id]),
    row(1, 0),
    row(1, 1, undefined, undefined, 'The server failed.'),
  ],
};

export const model = (matrix: Matrix = sample): MatrixModel => new MatrixModel(matrix);

/** A cell by the role's place; the role stands at its place in `roles`. */
export const spot = (rowPlace: number, role: MatrixRole): Spot => ({ row: rowPlace, role: sample.roles.indexOf(role) });

export const keyOf = (of: MatrixModel, at: Spot): CellKey => cellKey(of.pair(at.row), of.roleAt(at.role).id);

export const grant = (of: MatrixModel, at: Spot, over: Partial<Extract<Pending, { kind: 'grant' }>> = {}): Pending => {
  return { kind: 'grant', ...of.pair(at.row), role: of.roleAt(at.role).id, ...over };
};
export const revoke = (of: MatrixModel, at: Spot, failure?: string): Pending => {
  return { kind: 'revoke', ...of.pair(at.row), role: of.roleAt(at.role).id, ...(failure !== undefined && { failure }) };
};

/** Any matrix: one user, up to 8 CIDs, up to 6 roles, each row read or not. */
export const anyMatrix: fc.Arbitrary<Matrix> = fc
  .record({ cids: fc.integer({ min: 1, max: 8 }), roles: fc.integer({ min: 1, max: 6 }) })
  .chain((size) => {
    const roles = Array.from({ length: size.roles }, (_, at) => roleAt(at));
    const ids = roles.map(({ id }) => id);
    const way: fc.Arbitrary<MatrixGrant> = fc.record(
      { role: fc.constantFrom(...ids), through: fc.constantFrom(group, 'Others'), expiresAt: fc.constant(end) },
      { requiredKeys: ['role'] },
    );
    const known = fc.record({ grants: fc.array(way, { maxLength: 8 }), grantable: fc.option(fc.subarray(ids), { nil: undefined }) });
    const rows = fc.array(fc.option(known, { nil: undefined }), { minLength: size.cids, maxLength: size.cids });
    return rows.map((read): Matrix => {
      const cids = read.map((_, at) => cidAt(at));
      return { users: [ada], cids, roles, rows: read.map((one, at) => row(0, at, one?.grants, one?.grantable)) };
    });
  });

/** Every cell of a matrix, in the order of the rows. */
export const spotsOf = (of: MatrixModel): readonly Spot[] => of.rows.flatMap((_, at) => of.roles.map((__, role) => ({ row: at, role })));
