/** Says which scopes an API client lacks and what will not work for it. */
import { withoutScope } from '../api/falcon/probe.ts';
import { scopeLabels } from '../api/falcon/operation.ts';
import type { Scope } from '../api/falcon/operation.ts';
import type { L10n } from '../host/l10n.ts';

/** `User Management: Write (nothing can be changed), …` */
export const describeMissing = (missing: readonly Scope[], l10n: L10n): string =>
  missing.map((scope) => l10n.t('{0} ({1})', scopeLabels[scope], l10n.t(withoutScope[scope]))).join(', ');
