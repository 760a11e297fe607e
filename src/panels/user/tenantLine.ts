import { cloudOfUrl } from '../../core/clouds.ts';
import type { Connection } from '../../state/connection.ts';
import type { TenantLine } from '../../protocol/user.ts';
import type { PanelWording } from '../wording.ts';

/** What the head of a panel says about the tenant. */
export function tenantLine({ name, baseUrl, canChange, demo }: Connection, { l10n }: PanelWording): TenantLine {
  return { name, cloud: demo ? l10n.t('demo') : (cloudOfUrl(baseUrl)?.id ?? new URL(baseUrl).host), canChange };
}
