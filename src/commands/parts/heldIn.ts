/** Who holds what within a scope, as far as it has been read. */
import type { Held, TenantNames } from '../../core/accessTable.ts';
import type { Cid } from '../../core/ids.ts';
import { readCids } from '../../state/changes/guardFacts.ts';
import { earlier } from '../../state/grants/coverage.ts';
import type { Answer, Coverage } from '../../state/grants/coverage.ts';
import type { GrantsIndex } from '../../state/grants/grantsIndex.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import type { AccessScope } from './accessScope.ts';
import { wholeCoverage } from './coverageText.ts';
import type { CommandDeps } from './deps.ts';

export interface HeldAnswer extends Answer<Held> {
  readonly names: TenantNames;
}

/** Of some users in some CIDs only: what is left to be read decides whether anything is unseen. */
async function partCoverage(index: GrantsIndex, { scope }: AccessScope, signal: AbortSignal): Promise<Coverage> {
  const { users = [], cids = [] } = scope;
  const { requests, pairs } = await index.plan(scope, signal);
  let pairsRead = 0;
  let asOf: number | undefined;
  for (const user of users) {
    for (const cid of cids) {
      asOf = earlier(asOf, index.readAt(user, cid));
      if ((index.known(user, cid)?.length ?? 0) > 0) pairsRead += 1;
    }
  }
  const { everyPair } = index.temporary().coverage;
  return { pairsRead, pairsKnown: pairs ?? pairsRead, cidsAsked: cids.length, cidsKnown: cids.length, asOf, isWhole: requests === 0, everyPair };
}

/** Every CID that the session sees; undefined stands for its own where nobody tells which that is. */
async function allCids(directory: TenantDirectory, signal: AbortSignal): Promise<readonly (Cid | undefined)[]> {
  const { cid, hasChildren } = await directory.shape(signal);
  const children = hasChildren ? await directory.allChildren(signal) : [];
  return [cid, ...children.map(({ child_cid: one }) => one)];
}

async function answer(directory: TenantDirectory, of: AccessScope, signal: AbortSignal): Promise<Answer<Held>> {
  const { index } = directory;
  const { scope, role } = of;
  const { users, cids } = scope;
  if (role) {
    const found = cids ? cids.map((cid) => index.holders(role.id, cid)) : [index.holders(role.id)];
    return { items: found.flatMap(({ items }) => items), coverage: wholeCoverage(found.map(({ coverage }) => coverage)) };
  }
  if (users) {
    const found = users.map((uuid) => ({ user: index.user(uuid) ?? { uuid }, ...index.grantsOf(uuid) }));
    const isWithin = cids && new Set<Cid | undefined>(cids);
    const items = found.flatMap(({ user, items: grants }) => grants.filter(({ cid }) => !isWithin || isWithin.has(cid)).map((grant) => ({ user, grant })));
    return { items, coverage: cids ? await partCoverage(index, of, signal) : wholeCoverage(found.map(({ coverage }) => coverage)) };
  }
  const found = (cids ?? (await allCids(directory, signal))).map((cid) => index.accessTo(cid));
  return { items: found.flatMap(({ items }) => items), coverage: cids ? wholeCoverage(found.map(({ coverage }) => coverage)) : index.temporary().coverage };
}

/** Answers from what is known; reads at most what CIDs are called. */
export async function heldIn({ directories, progress, l10n }: CommandDeps, of: AccessScope): Promise<HeldAnswer> {
  const { connection } = of;
  const directory = await directories.of(connection.id);
  return progress(l10n.t('Putting together who has access'), async (signal) => {
    const { cidName } = await readCids(directory, connection.name, signal);
    return { ...(await answer(directory, of, signal)), names: { tenantName: connection.name, cidName } };
  });
}
