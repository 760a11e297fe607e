/** The tenant of the pages' tests, as the head of a page tells of it. */
import type { TenantLine } from '../../../src/protocol/user.ts';

export const acme: TenantLine = { name: 'Acme Global', cloud: 'us-1', canChange: true };
export const readOnlyAcme: TenantLine = { ...acme, canChange: false };
