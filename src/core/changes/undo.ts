/** Takes back what a run did, as far as it can be taken back, and says what cannot. */
import { asNewUserKey, isNewUser, namesOf, personLabel } from './change.ts';
import type { Change, ChangeSet, CreateUser, DeleteUser, GrantRoles, RevokeRoles } from './change.ts';
import { isInherited } from '../grant.ts';
import type { Cid } from '../ids.ts';
import { endText, shortestTemporaryMs } from './temporary.ts';
import type { RowOutcome } from './outcome.ts';

export interface UndoNote {
  /** Place in the set that is undone. */
  readonly row: number;
  readonly sentence: string;
  /** What can be done instead, where something can. */
  readonly instead?: string | undefined;
}

export interface Undo {
  /** For `buildChangeSet`; empty when nothing can be taken back. */
  readonly changes: readonly Change[];
  /** What the undo does beyond taking back, and what it cannot take back. */
  readonly notes: readonly UndoNote[];
}

interface Part {
  readonly changes?: readonly Change[];
  readonly note?: string;
  readonly instead?: string;
}

/** @param outcomes by row; only what is known to have been carried out is taken back */
export function undoOf(set: Pick<ChangeSet, 'changes'>, outcomes: readonly (RowOutcome | undefined)[], now: number): Undo {
  const parts = set.changes.map((change, row) => ({ row, parts: partsOf(change, outcomes[row], now) }));
  return {
    // In reverse, so that the names from before the first of several renames are the last word.
    changes: parts.toReversed().flatMap(({ parts: found }) => found.flatMap(({ changes = [] }) => changes)),
    notes: parts.flatMap(({ row, parts: found }) =>
      found.flatMap(({ note, instead }) => (note === undefined ? [] : [{ row, sentence: note, ...(instead && { instead }) }])),
    ),
  };
}

function partsOf(change: Change, outcome: RowOutcome | undefined, now: number): readonly Part[] {
  if (outcome?.state === 'unknown') {
    return [{ note: 'It is not known whether this was carried out, so it is not taken back.', instead: 'Refresh and look at the user.' }];
  }
  if (outcome?.state !== 'done') return [];
  switch (change.kind) {
    case 'createUser': {
      const { created } = outcome;
      if (!created) return [{ note: `${change.uid} was made, but its uuid is not known.`, instead: 'Find the user and delete it.' }];
      const note = `${change.uid} is deleted for good, with everything that was given to it since.`;
      return [{ changes: [{ kind: 'deleteUser', user: created, grants: undefined }], note }];
    }
    case 'renameUser': {
      const user = { ...change.user, first_name: change.after.first, last_name: change.after.last };
      return [{ changes: [{ kind: 'renameUser', user, before: change.after, after: change.before }] }];
    }
    case 'grant':
      return isNewUser(change.to) ? [] : takeBack(change, now);
    case 'revoke':
      return change.roles.map((role) => giveBack(change, role, now));
    case 'deleteUser':
      return [
        {
          note: `${personLabel(change.user)} is deleted for good.`,
          instead: 'Create the user again with the same address and roles: it gets another uuid and has to set a password and second factors anew.',
        },
      ];
    case 'resetPassword':
      return [
        {
          note: `The old password of ${personLabel(change.user)} cannot be brought back.`,
          instead: 'The user sets one through the mail that the server has sent; send another by resetting it again.',
        },
      ];
    case 'resetFactors':
      return [
        { note: `The old second factors of ${personLabel(change.user)} cannot be brought back.`, instead: 'The user sets them up anew at the next login.' },
      ];
    case 'rawOperation':
      return [{ note: `What ${change.operation} did is not known here, so it is not taken back.` }];
  }
}

function takeBack({ to, cid, roles, expiresAt }: GrantRoles, now: number): Part[] {
  if (isNewUser(to)) return [];
  return roles.map(({ id, name, held }): Part => {
    const role = { id, name };
    const revoke: Change = { kind: 'revoke', user: to, cid, roles: [{ ...role, ...(expiresAt && { expiresAt }) }] };
    if (!held || hasEnded(held.expiresAt, now)) return hasEnded(expiresAt, now) ? {} : { changes: [revoke] };
    if (isTooSoon(held.expiresAt, now)) return { note: tooSoon(name, held.expiresAt), instead: `Revoke ${name} when its time has come.` };
    const given = hasEnded(expiresAt, now) ? role : { ...role, held: expiresAt ? { expiresAt } : {} };
    return { changes: [{ kind: 'grant', to, cid, roles: [given], ...(held.expiresAt && { expiresAt: held.expiresAt }) }] };
  });
}

function giveBack({ user, cid }: RevokeRoles, { id, name, expiresAt }: RevokeRoles['roles'][number], now: number): Part {
  if (expiresAt !== undefined && hasEnded(expiresAt, now)) {
    return { note: `${name} of ${personLabel(user)} would have ended by itself at ${endText(expiresAt)}; it is not given back.` };
  }
  if (isTooSoon(expiresAt, now)) return { note: tooSoon(name, expiresAt), instead: `Grant ${name} with another end.` };
  return { changes: [{ kind: 'grant', to: user, cid, roles: [{ id, name }], ...(expiresAt && { expiresAt }) }] };
}

const hasEnded = (end: string | undefined, now: number): boolean => end !== undefined && Date.parse(end) <= now;
const isTooSoon = (end: string | undefined, now: number): boolean => end !== undefined && Date.parse(end) < now + shortestTemporaryMs;
const tooSoon = (role: string, end = ''): string =>
  `The old end of ${role}, ${endText(end)}, is too near: the server takes none that is less than an hour ahead.`;

/** Makes a deleted user again: the account, and what it was known to hold itself. Temporary roles are left to the person to decide on. */
export function recreate({ user, grants = [] }: DeleteUser): readonly Change[] {
  if (!user.uid) return [];
  const key = asNewUserKey(user.uuid);
  const create: CreateUser = { kind: 'createUser', key, uid: user.uid, cid: user.cid, names: namesOf(user) };
  const lasting = grants.filter((grant) => !isInherited(grant) && !grant.expires_at && grant.cid);
  const given = lasting.map(({ cid, role_id: id, role_name: name = id }): GrantRoles => {
    return { kind: 'grant', to: { key, uid: create.uid, cid: user.cid }, cid: cid as Cid, roles: [{ id, name }] };
  });
  return [create, ...given];
}
