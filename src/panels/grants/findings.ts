/**
 * What the rules say about marked cells, from what is known alone. The road asks the server again before anything is
 * sent; while a person marks cells, no request may hang on each of them.
 */
import type { ChangeSet } from '../../core/changes/change.ts';
import { checkChanges } from '../../core/guards/checkChanges.ts';
import { nothingKnown } from '../../core/guards/guard.ts';
import type { GuardFacts } from '../../core/guards/guard.ts';
import type { Cid, RoleId, UserUuid } from '../../core/ids.ts';
import type { AskedCell } from '../../core/matrix/changesOf.ts';
import type { CellKey } from '../../core/matrix/pending.ts';
import type { Role } from '../../core/role.ts';
import type { MatrixFinding } from '../../protocol/grants.ts';
import type { CellsPlace } from './cellRuns.ts';
import type { RowNotes } from './rowNotes.ts';

export interface FindingParts extends CellsPlace {
  readonly notes: RowNotes;
  readonly myEmail: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Each is asked for once, however many cells ask. */
function once<K, V>(find: (key: K) => V): (key: K) => V {
  const found = new Map<K, V>();
  return (key) => {
    if (!found.has(key)) found.set(key, find(key));
    return found.get(key) as V;
  };
}

function factsOf({ directory, rows, notes, connection, myEmail, now }: FindingParts): GuardFacts {
  const rolesOf = once((cid: Cid): ReadonlyMap<RoleId, Role> => new Map((directory.knownRoles(cid) ?? []).map((role) => [role.id, role])));
  const { isEverywhere, places } = rows.board;
  return {
    ...nothingKnown,
    ...{ now, myEmail, missingScopes: connection.missingScopes },
    // The head of the page says that a tenant is read-only, and the name of the tenant is asked for in the end.
    removalCap: Number.POSITIVE_INFINITY,
    cidName: (cid) => rows.cidName(cid),
    tenantCids: isEverywhere ? places.map(({ cid }) => cid) : undefined,
    // A custom role of another CID is in no list of this one, and in a column all the same.
    role: (id, cid) => rolesOf(cid).get(id) ?? rows.role(id),
    grants: (user, cid) => rows.grants({ user, cid }),
    grantable: (user: UserUuid, cid: Cid) => {
      const roles = notes.grantable({ user, cid });
      return roles && new Set(roles);
    },
    administrators: once((cid: Cid) => directory.knownAdministrators(cid)),
  };
}

/** @returns refusals first; the same sentence about several cells is one finding */
export function findingsAbout(asked: readonly AskedCell[], parts: FindingParts): MatrixFinding[] {
  const meant = asked.flatMap(({ cell, change }) => (change ? [{ cell, change }] : []));
  const { id: connectionId, name: tenantName } = parts.connection;
  // Not merged into calls, so that each finding is about its cell and not about others that happen to be sent with it.
  const set: ChangeSet = { id: '', connectionId, tenantName, origin: '', sentence: '', changes: meant.map(({ change }) => change), createdAt: parts.now };
  const found = new Map<string, { readonly severity: MatrixFinding['severity']; readonly sentence: string; readonly cells: Set<CellKey> }>();
  for (const { severity, sentence, rows } of checkChanges(set, factsOf(parts))) {
    const key = `${severity}|${sentence}`;
    const finding = found.get(key) ?? { severity, sentence, cells: new Set<CellKey>() };
    for (const row of rows) if (meant[row]) finding.cells.add(meant[row].cell);
    found.set(key, finding);
  }
  return [...found.values()].map(({ severity, sentence, cells }) => ({ severity, sentence, cells: [...cells] }));
}
