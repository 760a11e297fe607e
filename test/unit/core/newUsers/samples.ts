/** A small tenant and rows to judge by it. */
import { CidBook } from '../../../../src/core/newUsers/cidBook.ts';
import type { NewUserFacts } from '../../../../src/core/newUsers/facts.ts';
import { RoleBook } from '../../../../src/core/newUsers/roleBook.ts';
import { noCells, rowOf } from '../../../../src/core/newUsers/rows.ts';
import type { Cells, NewUserRow } from '../../../../src/core/newUsers/rows.ts';
import { asRoleId, asCid } from '../../../../src/core/ids.ts';
import type { Cid } from '../../../../src/core/ids.ts';
import type { Role } from '../../../../src/core/role.ts';
import { acme, now, retail } from '../changes/samples.ts';

export { acme, now, retail };
export const [twinOne, twinTwo] = [asCid('c'.repeat(32)), asCid('d'.repeat(32))];

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const row = (line: number, cells: Partial<Cells>): NewUserRow => rowOf(line, { ...noCells, ...cells });

export const aRole = (id: string, name: string, cid?: Cid): Role => ({
  id: asRoleId(id),
  display_name: name,
  description: '',
  ...(cid && { cid, type: 'custom' }),
});

export const cids = new CidBook({
  own: acme,
  ownName: 'Acme Global',
  children: [
    { child_cid: retail, name: 'Acme Retail' },
    { child_cid: twinOne, name: 'Twin' },
    { child_cid: twinTwo, name: 'twin' },
  ],
  mayHaveOthers: false,
});

const roles: readonly Role[] = [
  aRole('falconhost_admin', 'Falcon Administrator'),
  aRole('help_desk', 'Help Desk Analyst'),
  aRole('same_1', 'Same Name'),
  aRole('same_2', 'Same Name'),
  aRole('e'.repeat(32), 'Night Shift', acme),
];

export const factsWith = (over: Partial<NewUserFacts> = {}): NewUserFacts => ({
  now,
  home: undefined,
  cids,
  roles: (cid) => new RoleBook(cid, roles),
  taken: new Map(),
  ...over,
});

/** Addresses that nobody has. */
export const free = (...uids: readonly string[]): ReadonlyMap<string, string | null> => new Map(uids.map((uid) => [uid, null]));
