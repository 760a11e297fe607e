/** How a grant came about and when it ends, in a few words. */
import { inheritancePath, isInherited } from '../core/grant.ts';
import type { Grant } from '../core/grant.ts';
import { facts, nearMomentText } from './wording.ts';
import type { Wording } from './wording.ts';

export const grantName = (grant: Grant): string => grant.role_name || grant.role_id;

function originText(grant: Grant, { l10n }: Wording): string | undefined {
  if (!isInherited(grant)) return grant.expires_at === undefined ? l10n.t('direct') : undefined;
  const path = inheritancePath(grant);
  return path ? l10n.t('via {0}', path) : l10n.t('inherited');
}

function endText(moment: string, wording: Wording): string {
  const when = nearMomentText(moment, wording);
  return Date.parse(moment) < wording.now() ? wording.l10n.t('ended {0}', when) : wording.l10n.t('until {0}', when);
}

/** `direct`, `via SOC L2 > Retail CIDs`, `until Tue 14:00`, or the last two together. */
export const grantText = (grant: Grant, wording: Wording): string =>
  facts(originText(grant, wording), grant.expires_at !== undefined && endText(grant.expires_at, wording));
