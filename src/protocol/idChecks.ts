/** Checks of what several panels send: ids, and when a role ends. */
import { endSpans } from '../core/changes/roleEnd.ts';
import type { EndSpan, RoleEnd } from '../core/changes/roleEnd.ts';
import type { Cid, RoleId } from '../core/ids.ts';
import { either, matching, oneOf, shape } from './checks.ts';
import type { Check } from './checks.ts';

export const isCid: Check<Cid> = matching<Cid>(/^[0-9a-f]{32}$/);
export const isRoleId: Check<RoleId> = matching<RoleId>(/^[\w.:-]{1,128}$/);

const isMoment = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/);
export const isRoleEnd: Check<RoleEnd> = either(
  shape<{ readonly after: EndSpan }>({ after: oneOf(...endSpans) }),
  shape<{ readonly at: string }>({ at: isMoment }),
);
