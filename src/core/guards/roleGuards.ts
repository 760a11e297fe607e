/** Rules about single roles that are given or taken. */
import { isNewUser, personKey, personLabel, sameEnd } from '../changes/change.ts';
import type { ChangeSet, GrantRoles, RevokeRoles } from '../changes/change.ts';
import { customRoleProblem, notListedProblem } from '../changes/grantProblem.ts';
import { directGrant } from '../changes/planRoles.ts';
import { endProblem, endText } from '../changes/temporary.ts';
import { inheritancePath, outlasts } from '../grant.ts';
import type { Grant } from '../grant.ts';
import type { RoleId } from '../ids.ts';
import type { Found, Guard, GuardFacts } from './guard.ts';

type Judge<C> = (change: C, row: number, facts: GuardFacts) => readonly Found[];

const each =
  <K extends 'grant' | 'revoke'>(kind: K, judge: Judge<Extract<GrantRoles | RevokeRoles, { kind: K }>>): Guard['find'] =>
  ({ changes }: ChangeSet, facts) =>
    changes.flatMap((change, row) => (change.kind === kind ? judge(change as Extract<GrantRoles | RevokeRoles, { kind: K }>, row, facts) : []));

const placeOf = (facts: GuardFacts, cid: GrantRoles['cid']): string => facts.cidName(cid) ?? cid;

export const customRoleAway: Guard = {
  id: 'customRoleAway',
  severity: 'refuse',
  about: 'A custom role goes only to users whose home is the CID that owns it, and only there.',
  find: each('grant', ({ to, cid, roles }, row, facts) =>
    roles.flatMap(({ id, name }) => {
      const sentence = customRoleProblem({ to, cid, name, role: facts.role(id, cid) }, (one) => placeOf(facts, one));
      return sentence === undefined ? [] : [{ rows: [row], person: personKey(to), cid, sentence }];
    }),
  ),
};

export const temporaryEnd: Guard = {
  id: 'temporaryEnd',
  severity: 'refuse',
  about: 'A temporary role ends between one hour and seven days from now.',
  find: each('grant', ({ to, cid, expiresAt, doubtfulSince }, row, { now }) => {
    // What was asked for earlier and may have been carried out is looked up first; it was checked then.
    const problem = expiresAt && doubtfulSince === undefined ? endProblem(expiresAt, now) : undefined;
    return problem ? [{ rows: [row], person: personKey(to), cid, sentence: `${personLabel(to)}: ${problem}` }] : [];
  }),
};

const holds = (grants: readonly Grant[] | undefined, roleId: RoleId): boolean => grants?.some((grant) => grant.role_id === roleId) ?? false;

export const roleNotGrantable: Guard = {
  id: 'roleNotGrantable',
  severity: 'refuse',
  about: 'The server says which roles may be granted to a user in a CID.',
  find: each('grant', ({ to, cid, roles, doubtfulSince }, row, facts) => {
    const grantable = isNewUser(to) || doubtfulSince !== undefined ? undefined : facts.grantable(to.uuid, cid);
    if (!grantable || isNewUser(to)) return [];
    // What is held already is not in the server's list either: other rules speak about that.
    const held = facts.grants(to.uuid, cid);
    return roles
      .filter((role) => !grantable.has(role.id) && !role.held && !holds(held, role.id))
      .map(({ name }) => ({
        rows: [row],
        person: personKey(to),
        cid,
        sentence: notListedProblem({ to, cid, name }, (one) => placeOf(facts, one)),
      }));
  }),
};

export const heldAlready: Guard = {
  id: 'heldAlready',
  severity: 'refuse',
  about: 'Nothing is granted that the user holds already; a role is given a sooner end, or is granted beside a group that gives it, only knowingly.',
  find: each('grant', ({ to, cid, roles, expiresAt, doubtfulSince }, row, facts) => {
    const grants = isNewUser(to) || doubtfulSince !== undefined ? undefined : facts.grants(to.uuid, cid);
    if (!grants) return [];
    const about = { rows: [row], person: personKey(to), cid };
    return roles.flatMap(({ id, name }): Found[] => {
      const direct = directGrant(grants, cid, id);
      if (direct) {
        const holding = `${personLabel(to)} holds ${name} in ${placeOf(facts, cid)}`;
        if (sameEnd(direct.expires_at, expiresAt)) return [{ ...about, sentence: `${holding} already. Leave it out.` }];
        if (!outlasts(direct, expiresAt)) return [];
        const until = direct.expires_at ? `until ${endText(direct.expires_at)}` : 'for good';
        return [{ ...about, severity: 'warn', sentence: `${holding} ${until}, and would lose it on ${endText(expiresAt ?? '')}.` }];
      }
      const inherited = grants.find((grant) => grant.role_id === id);
      if (!inherited) return [];
      const through = inheritancePath(inherited) || 'a group';
      const sentence = `${personLabel(to)} holds ${name} in ${placeOf(facts, cid)} through ${through} already, and would hold it directly as well.`;
      return [{ ...about, severity: 'warn', sentence }];
    });
  }),
};

export const notRevocable: Guard = {
  id: 'notRevocable',
  severity: 'refuse',
  about: 'Only what a user holds directly can be revoked; what comes through a group ends with the group.',
  find: each('revoke', ({ user, cid, roles, doubtfulSince }, row, facts) => {
    const grants = doubtfulSince === undefined ? facts.grants(user.uuid, cid) : undefined;
    if (!grants) return [];
    const about = { rows: [row], person: personKey(user), cid };
    return roles.flatMap(({ id, name }): Found[] => {
      const direct = directGrant(grants, cid, id);
      const inherited = grants.find((grant) => grant.role_id === id && grant !== direct);
      const through = inherited && (inheritancePath(inherited) || 'a group');
      const what = `${name} of ${personLabel(user)} in ${placeOf(facts, cid)}`;
      if (direct && through) return [{ ...about, severity: 'warn', sentence: `${what} stays in force through ${through}.` }];
      if (direct) return [];
      if (through) {
        const sentence = `${what} comes through ${through}. Take the user out of the group, or the role from it, in the Falcon console.`;
        return [{ ...about, sentence }];
      }
      return [{ ...about, sentence: `${personLabel(user)} does not hold ${name} in ${placeOf(facts, cid)}. Leave it out.` }];
    });
  }),
};
