/** Who has which access, as a matrix: a row is one user in one CID, a column is one role. */
import type { AccessRow } from './accessTable.ts';
import { csvText } from './csv.ts';
import { byTexts } from './textOrder.ts';

/** Those columns of the table of access that tell rows apart. */
const heads = ['tenant', 'cid', 'cid_name', 'user', 'uid', 'uuid'] as const;

export interface AccessMatrix {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly roleCount: number;
}

/** `D` direct, `I` through a group, `T` with an end, which is written behind it. */
function markOf({ how, until }: AccessRow): string {
  if (until === '') return how === 'direct' ? 'D' : 'I';
  return `${how === 'direct' ? 'T' : 'I T'} ${until}`;
}

const placeOf = ({ tenant, cid, uuid }: AccessRow): string[] => [tenant, cid, uuid];

/** Two roles may have one name, and a role may be known by its id alone. */
function headings(roles: ReadonlyMap<string, string>): string[] {
  const byName = Map.groupBy(roles.values(), (name) => name);
  return [...roles].map(([id, name]) => {
    if (name === '') return id;
    return byName.get(name)?.length === 1 ? name : `${name} (${id})`;
  });
}

export function accessMatrix(rows: readonly AccessRow[]): AccessMatrix {
  const roles = new Map(rows.map(({ role, role_id: id }) => [id, role] as const).sort(byTexts(([id, name]) => [name, id])));
  const places = [...Map.groupBy(rows, (row) => placeOf(row).join('\u0000')).values()];
  places.sort(byTexts(([first]) => (first ? placeOf(first) : [])));
  return {
    head: [...heads, ...headings(roles)],
    rows: places.map((held) => {
      const [first] = held;
      const cells = Map.groupBy(held, ({ role_id: id }) => id);
      const cellOf = (id: string): string => [...new Set(cells.get(id)?.map(markOf))].sort().join('; ');
      return [...heads.map((head) => first?.[head] ?? ''), ...[...roles.keys()].map(cellOf)];
    }),
    roleCount: roles.size,
  };
}

export const matrixAsCsv = ({ head, rows }: AccessMatrix): string => csvText(head, rows);
