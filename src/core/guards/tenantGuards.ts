/** Rules about the tenant and the set as a whole. */
import { personKey, personOf } from '../changes/change.ts';
import type { ChangeKind } from '../changes/change.ts';
import { countRemovals, counted, describeChange } from '../changes/describe.ts';
import type { Cid } from '../ids.ts';
import type { Guard } from './guard.ts';

export const readOnlyTenant: Guard = {
  id: 'readOnlyTenant',
  severity: 'refuse',
  about: 'Nothing is changed in a tenant that is read-only.',
  find: ({ tenantName }, { readOnly }) =>
    readOnly ? [{ rows: [], sentence: `${tenantName} is read-only here. Allow changes to it first, in its menu in the Tenants view.` }] : [],
};

const writeScope = 'usermgmt:write';

export const missingWriteScope: Guard = {
  id: 'missingWriteScope',
  severity: 'refuse',
  about: 'The API client must have the scope that writing needs.',
  find: ({ tenantName }, { missingScopes }) => {
    const sentence = `The API client of ${tenantName} lacks the scope “User Management: Write” (${writeScope}). Give it in the Falcon console.`;
    return missingScopes.includes(writeScope) ? [{ rows: [], sentence }] : [];
  },
};

/** Above the cap a slip would cost much: the person has to say the tenant's name. */
export const removalCap: Guard = {
  id: 'removalCap',
  severity: 'refuse',
  about: 'Above a number of removals the name of the tenant has to be typed.',
  find: ({ changes, tenantName }, facts) => {
    const removals = countRemovals(changes);
    if (removals <= facts.removalCap || facts.typedTenantName?.trim() === tenantName) return [];
    const rows = [...changes.entries()].flatMap(([row, { kind }]) => (kind === 'deleteUser' || kind === 'revoke' ? [row] : []));
    const sentence =
      `This takes away ${counted(removals, 'role or user', 'roles and users')} in ${tenantName}, more than ${facts.removalCap}. ` +
      `Type the tenant's name to go on.`;
    return [{ rows, sentence, asksForTenantName: true }];
  },
};

export const unknownCid: Guard = {
  id: 'unknownCid',
  severity: 'refuse',
  about: 'Every CID that is named belongs to the tenant.',
  find: ({ changes, tenantName }, { hasCid }) => {
    const rows = new Map<Cid, number[]>();
    for (const [row, change] of changes.entries()) {
      if (!('cid' in change) || !change.cid || hasCid(change.cid) !== false) continue;
      rows.set(change.cid, [...(rows.get(change.cid) ?? []), row]);
    }
    return [...rows].map(([cid, found]) => ({ rows: found, cid, sentence: `${cid} is not a CID of ${tenantName}.` }));
  },
};

/** What leaves nothing behind at which it could be seen. */
const traceless = new Set<ChangeKind>(['resetPassword', 'resetFactors', 'rawOperation']);

export const sentAgain: Guard = {
  id: 'sentAgain',
  severity: 'warn',
  about: 'Resets and operations that an earlier run may have carried out cannot be looked up and are sent again only knowingly.',
  find: ({ changes }, { cidName }) => {
    const again = [...changes.entries()].filter(([, { kind, doubtfulSince }]) => doubtfulSince !== undefined && traceless.has(kind));
    const [[, first] = []] = again;
    if (!first) return [];
    const rows = again.map(([row]) => row);
    if (again.length > 1) {
      return [{ rows, sentence: `${counted(again.length, 'reset or call', 'resets or calls')} may have been carried out already; they are sent again.` }];
    }
    const person = personOf(first);
    const sentence = `“${describeChange(first, cidName)}” may have been carried out already; it is sent again.`;
    return [{ rows, sentence, ...(person && { person: personKey(person) }) }];
  },
};
