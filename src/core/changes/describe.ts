/** Puts changes into words. */
import type { Cid } from '../ids.ts';
import { shownText } from '../shownText.ts';
import { endText } from './temporary.ts';
import { personKey, personLabel, personOf } from './change.ts';
import type { Change, GrantRoles, Names, RevokeRoles, RoleRef } from './change.ts';

export type CidName = (cid: Cid) => string | undefined;

/** `1 user`, `12 users`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const shownNames = ({ first, last }: Names): string => `“${shownText(`${first} ${last}`)}”`;
const listed = (roles: readonly RoleRef[]): string => roles.map(({ name }) => shownText(name)).join(', ');

/** By name where there is one. */
export const placeName = (cid: Cid, cidName: CidName): string => shownText(cidName(cid) ?? '') || shownText(cid);

/** One change, one line, without a full stop: for lists of rows. */
export function describeChange(change: Change, cidName: CidName = () => undefined): string {
  const person = personOf(change);
  const name = person ? personLabel(person) : '';
  switch (change.kind) {
    case 'createUser':
      return `create ${name}${change.cid ? ` in ${placeName(change.cid, cidName)}` : ''}`;
    case 'renameUser':
      return `rename ${shownNames(change.before)} to ${shownNames(change.after)}`;
    case 'deleteUser':
      return `delete ${name}`;
    case 'resetPassword':
      return `reset the password of ${name}`;
    case 'resetFactors':
      return `reset the second factors of ${name}`;
    case 'grant':
      return `grant ${listed(change.roles)} to ${name} in ${placeName(change.cid, cidName)}${endPart(change)}`;
    case 'revoke':
      return `revoke ${listed(change.roles)} from ${name} in ${placeName(change.cid, cidName)}`;
    case 'rawOperation':
      return `call ${change.operation}`;
  }
}

const endPart = ({ expiresAt }: GrantRoles): string => (expiresAt ? ` until ${shownText(endText(expiresAt))}` : '');

export interface ChangeCounts {
  readonly created: number;
  readonly renamed: number;
  readonly deleted: number;
  readonly resets: number;
  /** Single roles, not calls. */
  readonly granted: number;
  readonly revoked: number;
  readonly raw: number;
  readonly people: number;
  readonly cids: number;
}

export function countChanges(changes: readonly Change[]): ChangeCounts {
  const of = (...kinds: Change['kind'][]): Change[] => changes.filter(({ kind }) => kinds.includes(kind));
  const roles = (kind: 'grant' | 'revoke'): number => changes.reduce((sum, change) => sum + (change.kind === kind ? change.roles.length : 0), 0);
  return {
    created: of('createUser').length,
    renamed: of('renameUser').length,
    deleted: of('deleteUser').length,
    resets: of('resetPassword', 'resetFactors').length,
    granted: roles('grant'),
    revoked: roles('revoke'),
    raw: of('rawOperation').length,
    people: new Set(changes.map(personOf).flatMap((person) => (person ? [personKey(person)] : []))).size,
    cids: new Set(changes.flatMap((change) => ('cid' in change && change.cid ? [change.cid] : []))).size,
  };
}

/** How much is taken away: users deleted and single roles revoked. */
export function countRemovals(changes: readonly Change[]): number {
  const { deleted, revoked } = countChanges(changes);
  return deleted + revoked;
}

/** Everything that a set does, in one sentence: `Grant Help Desk to 12 users in Acme Global and delete 1 user.` */
export function summarize(changes: readonly Change[], cidName: CidName = () => undefined): string {
  const parts = [
    peoplePart(changes, 'createUser', 'create'),
    peoplePart(changes, 'renameUser', 'rename'),
    rolesPart(changes, 'grant', cidName),
    rolesPart(changes, 'revoke', cidName),
    peoplePart(changes, 'resetPassword', 'reset the password of'),
    peoplePart(changes, 'resetFactors', 'reset the second factors of'),
    peoplePart(changes, 'deleteUser', 'delete'),
    rawPart(changes),
  ].filter((part) => part !== undefined);
  const sentence = inOneSentence(parts);
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function inOneSentence(parts: readonly string[]): string {
  const [last = 'change nothing', ...others] = parts.toReversed();
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}

function peoplePart(changes: readonly Change[], kind: Change['kind'], verb: string): string | undefined {
  const people = peopleOf(changes.filter((change) => change.kind === kind));
  return people && `${verb} ${people}`;
}

/** By name when it is one, else counted. */
function peopleOf(changes: readonly Change[]): string | undefined {
  const people = new Map(changes.map(personOf).flatMap((person) => (person ? [[personKey(person), person] as const] : [])));
  const [first] = people.values();
  return first && (people.size === 1 ? personLabel(first) : counted(people.size, 'user'));
}

function rolesPart(changes: readonly Change[], kind: 'grant' | 'revoke', cidName: CidName): string | undefined {
  const calls = changes.filter((change): change is GrantRoles | RevokeRoles => change.kind === kind);
  const people = peopleOf(calls);
  if (!people) return undefined;
  const roles = new Map(calls.flatMap((change): readonly RoleRef[] => change.roles).map((role) => [role.id, role.name]));
  const cids = [...new Set(calls.map(({ cid }) => cid))];
  const [[, onlyRole] = []] = roles;
  const [onlyCid] = cids;
  const what = roles.size === 1 ? shownText(onlyRole ?? '') : counted(roles.size, 'role');
  const where = cids.length === 1 && onlyCid ? placeName(onlyCid, cidName) : counted(cids.length, 'CID');
  return `${kind} ${what} ${kind === 'grant' ? 'to' : 'from'} ${people} in ${where}`;
}

function rawPart(changes: readonly Change[]): string | undefined {
  const raw = changes.filter((change) => change.kind === 'rawOperation');
  const [first] = raw;
  return first && (raw.length === 1 ? `call ${first.operation}` : `call ${counted(raw.length, 'operation')}`);
}
