/** What a user holds, CID by CID, in words. */
import { inheritancePath, isInherited, isTemporary } from '../../core/grant.ts';
import type { Grant } from '../../core/grant.ts';
import type { Cid } from '../../core/ids.ts';
import type { AccessAnswer, HeldRoleText } from '../../protocol/user.ts';
import { momentText } from '../wording.ts';
import type { PanelWording } from '../wording.ts';

function howText(grant: Grant, wording: PanelWording): string {
  const { l10n } = wording;
  const path = inheritancePath(grant);
  const origin = isInherited(grant) ? (path ? l10n.t('via {0}', path) : l10n.t('via a group')) : l10n.t('direct');
  if (!grant.expires_at) return origin;
  const end = l10n.t('until {0}', momentText(grant.expires_at, wording));
  return isInherited(grant) ? `${origin}, ${end}` : end;
}

export interface AccessParts {
  readonly grants: readonly Grant[];
  readonly home: Cid | undefined;
  readonly nameOf: (cid: Cid) => string;
  readonly wording: PanelWording;
}

export function accessRows({ grants, home, nameOf, wording }: AccessParts): AccessAnswer {
  const byCid = new Map<Cid, HeldRoleText[]>();
  for (const grant of grants) {
    const cid = grant.cid ?? home;
    if (!cid) continue;
    const roles = byCid.get(cid) ?? [];
    roles.push({ name: grant.role_name || grant.role_id, how: howText(grant, wording) });
    byCid.set(cid, roles);
  }
  const order = new Intl.Collator(wording.locale, { numeric: true });
  const cids = [...byCid].map(([cid, roles]) => ({
    cid,
    name: nameOf(cid),
    roles: roles.sort((left, right) => order.compare(left.name, right.name) || order.compare(left.how, right.how)),
  }));
  cids.sort((left, right) => Number(right.cid === home) - Number(left.cid === home) || order.compare(left.name, right.name));
  return { cids, hasTemporary: grants.some(isTemporary) };
}
