/** What a change set does to each person's access, as sorted text for the editor's own comparison. */
import type { Grant } from '../grant.ts';
import type { Cid, UserUuid } from '../ids.ts';
import { shownText } from '../shownText.ts';
import { accessAfter, accessOf } from './access.ts';
import type { HeldRole, PersonAccess } from './access.ts';
import { isNewUser, personKey, personLabel, personOf } from './change.ts';
import type { Change, ChangeSet, Person, PersonKey, RevokedRole } from './change.ts';
import { placeName } from './describe.ts';
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
function baseOf(person: Person, changes: readonly Change[], facts: EffectFacts): PersonAccess | undefined {
  if (isNewUser(person)) return undefined;
  const known = changes.flatMap((change): Grant[] => {
    if (change.kind === 'deleteUser') return [...(change.grants ?? [])];
    if (change.kind === 'revoke') return change.roles.map((role) => directGrantOf(change.cid, role));
    if (change.kind === 'grant') {
      return change.roles.flatMap(({ held, ...role }) => (held ? [directGrantOf(change.cid, { ...role, ...held })] : []));
    }
    return [];
  });
  return accessOf(person, [...known, ...facts.grantsOf(person.uuid)]);
}

const directGrantOf = (cid: Cid, { id, name, expiresAt }: RevokedRole): Grant => ({ role_id: id, role_name: name, cid, expires_at: expiresAt });

function roleLine({ cid, role, expiresAt, through }: HeldRole, cidName: CidName): string {
  const way = through === undefined ? '' : ` (through ${shownText(through)})`;
  return `  ${placeName(cid, cidName)}: ${shownText(role.name)}${way}${expiresAt ? ` until ${shownText(endText(expiresAt))}` : ''}`;
}

/** What a person holds: a line a role, by the name of the CID. */
export function roleLines({ roles }: Pick<PersonAccess, 'roles'>, cidName: CidName): string[] {
  const lines = [...roles.values()].map((role) => roleLine(role, cidName)).sort(inOrder);
  return lines.length > 0 ? lines : ['  no roles'];
}

function linesOf(access: PersonAccess | undefined, cidName: CidName): string[] {
  if (!access) return [];
  const names = shownText(`${access.names.first} ${access.names.last}`);
  const address = shownText(access.uid);
  return [names ? `${names} <${address}>` : address, ...roleLines(access, cidName)];
}

/** What stands in no list of access, though it happens to a person all the same. */
function notesOf(changes: readonly Change[]): string[] {
  const kinds = new Set(changes.map(({ kind }) => kind));
  return [
    ...(kinds.has('resetPassword') ? ['  password is reset'] : []),
    ...(kinds.has('resetFactors') ? ['  second factors are reset'] : []),
  ];
}

/** Everything that happens to one person. */
interface Meant {
  readonly person: Person;
  readonly changes: Change[];
}

/** Each change is looked at once, however many people there are. */
function byPerson(changes: readonly Change[]): Map<PersonKey, Meant> {
  const people = new Map<PersonKey, Meant>();
  for (const change of changes) {
    const person = personOf(change);
    if (!person) continue;
    const key = personKey(person);
    const meant = people.get(key);
    if (meant) meant.changes.push(change);
    else people.set(key, { person, changes: [change] });
  }
  return people;
}

export function effectsOf(set: ChangeSet, facts: EffectFacts): Effects {
  const effects = [...byPerson(set.changes)].map(([key, { person, changes }]) => {
    const base = baseOf(person, changes, facts);
    return {
      key,
      label: personLabel(person),
      before: linesOf(base, facts.cidName),
      after: [...linesOf(accessAfter(base, changes), facts.cidName), ...notesOf(changes)],
    };
  });
  effects.sort((left, right) => inOrder(left.label, right.label) || inOrder(left.key, right.key));
  const text = (sides: readonly (readonly string[])[]): string => sides.flatMap((lines) => (lines.length > 0 ? [`${lines.join('\n')}\n`] : [])).join('\n');
  return { people: effects, before: text(effects.map(({ before }) => before)), after: text(effects.map(({ after }) => after)) };
}
