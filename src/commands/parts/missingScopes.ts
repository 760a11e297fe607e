/** Says which scopes an API client lacks and what will not work for it. */
import { scopeLabels } from '../../api/falcon/operation.ts';
import type { Scope } from '../../api/falcon/operation.ts';
import type { L10n } from '../../host/l10n.ts';

function describe(scope: Scope, l10n: L10n): string {
  const label = scopeLabels[scope];
  switch (scope) {
    case 'usermgmt:read':
      return l10n.t('{0} (users, roles and grants cannot be read)', label);
    case 'usermgmt:write':
      return l10n.t('{0} (nothing can be changed)', label);
    case 'mssp:read':
      return l10n.t('{0} (Flight Control child CIDs are not shown)', label);
    case 'sensor-installers:read':
      return l10n.t('{0} (the tenant cannot tell its own CID)', label);
  }
}

/** `User Management: Write (nothing can be changed), …` */
export const describeMissing = (missing: readonly Scope[], l10n: L10n): string => missing.map((scope) => describe(scope, l10n)).join(', ');
