/** What a change set does to each person's access, as sorted text for the editor's own comparison. */
import type { Grant } from '../grant.ts';
import type { Cid, UserUuid } from '../ids.ts';
import { accessOf, applyChange } from './access.ts';
import type { Access, HeldRole, PersonAccess } from './access.ts';
import { isNewUser, personKey, personLabel, personOf } from './change.ts';
import type { ChangeSet, Person, PersonKey, RevokedRole } from './change.ts';
import type { CidName } from './describe.ts';
import { endText } from './temporary.ts';

export interface EffectFacts {
  /** What a user holds, everywhere it has been read. */
  readonly grantsOf: (userUuid: UserUuid) => readonly Grant[];
  readonly cidName: CidName;
}

export interface PersonEffect {
  readonly key: PersonKey;
  readonly label: string;
  /** Lines of text; empty when the person does not exist. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Effects {
  /** Sorted by name. */
  readonly people: readonly PersonEffect[];
  /** The two sides of a comparison. */
  readonly before: string;
  readonly after: string;
}

const inOrder = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);

/** A role that a change takes away was held, whether the grants have been read or not. */
function baseOf(set: ChangeSet, person: Person, facts: EffectFacts): PersonAccess {
  if (isNewUser(person)) return accessOf(person);
  const known = set.changes.flatMap((change): Grant[] => {
    if (change.kind === 'deleteUser' && change.user.uuid === person.uuid) return [...(change.grants ?? [])];
    if (change.kind === 'revoke' && change.user.uuid === person.uuid) return change.roles.map((role) => directGrantOf(change.cid, role));
    if (change.kind === 'grant' && personKey(change.to) === personKey(person)) {
      return change.roles.flatMap(({ held, ...role }) => (held ? [directGrantOf(change.cid, { ...role, ...held })] : []));
    }
    return [];
  });
  return accessOf(person, [...known, ...facts.grantsOf(person.uuid)]);
}

const directGrantOf = (cid: Cid, { id, name, expiresAt }: RevokedRole): Grant => ({ role_id: id, role_name: name, cid, expires_at: expiresAt });

function roleLine({ cid, role, expiresAt, through }: HeldRole, cidName: CidName): string {
  const way = through === undefined ? '' : ` (through ${through})`;
  return `  ${cidName(cid) ?? cid}: ${role.name}${way}${expiresAt ? ` until ${endText(expiresAt)}` : ''}`;
}

/** What a person holds: a line a role, by the name of the CID. */
export function roleLines({ roles }: Pick<PersonAccess, 'roles'>, cidName: CidName): string[] {
  const lines = [...roles.values()].map((role) => roleLine(role, cidName)).sort(inOrder);
  return lines.length > 0 ? lines : ['  no roles'];
}

function linesOf(access: PersonAccess | undefined, cidName: CidName): string[] {
  if (!access) return [];
  const names = `${access.names.first} ${access.names.last}`.trim();
  return [names ? `${names} <${access.uid}>` : access.uid, ...roleLines(access, cidName)];
}

/** What stands in no list of access, though it happens to a person all the same. */
function notesOf(set: ChangeSet, key: PersonKey): string[] {
  const kinds = set.changes.filter((change) => ('user' in change ? personKey(change.user) === key : false)).map(({ kind }) => kind);
  return [
    ...(kinds.includes('resetPassword') ? ['  password is reset'] : []),
    ...(kinds.includes('resetFactors') ? ['  second factors are reset'] : []),
  ];
}

export function effectsOf(set: ChangeSet, facts: EffectFacts): Effects {
  const people = new Map(set.changes.flatMap((change) => [personOf(change) ?? []].flat()).map((person) => [personKey(person), person]));
  const base: Access = new Map([...people].filter(([, person]) => !isNewUser(person)).map(([key, person]) => [key, baseOf(set, person, facts)]));
  const changed = set.changes.reduce((access, change) => applyChange(access, change), base);
  const effects = [...people].map(([key, person]) => ({
    key,
    label: personLabel(person),
    before: linesOf(base.get(key), facts.cidName),
    after: [...linesOf(changed.get(key), facts.cidName), ...notesOf(set, key)],
  }));
  effects.sort((left, right) => inOrder(left.label, right.label) || inOrder(left.key, right.key));
  const text = (sides: readonly (readonly string[])[]): string => sides.flatMap((lines) => (lines.length > 0 ? [`${lines.join('\n')}\n`] : [])).join('\n');
  return { people: effects, before: text(effects.map(({ before }) => before)), after: text(effects.map(({ after }) => after)) };
}
