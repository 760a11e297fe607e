/** The access of several people beside each other: what all of them share in each CID, and how each of them differs from the others. */
import { accessOf } from './changes/access.ts';
import type { HeldRole } from './changes/access.ts';
import type { CidName } from './changes/describe.ts';
import { endText } from './changes/temporary.ts';
import type { Grant } from './grant.ts';
import type { Cid, RoleId } from './ids.ts';
import { onOneLine, shownText } from './shownText.ts';
import { byText, byTexts } from './textOrder.ts';
import type { User } from './user.ts';

export interface ComparedPerson {
  /** Tells the person apart from the others. */
  readonly label: string;
  readonly user: User;
  readonly tenantName: string;
  /** Everywhere. */
  readonly grants: readonly Grant[];
  readonly cidName: CidName;
}

/** The ways in which one person holds one role in one CID: usually one, and none for a role that is not held. */
type Ways = readonly string[];

interface ComparedRole {
  readonly name: string;
  /** By place among the people. */
  readonly ways: readonly Ways[];
}

interface ComparedCid {
  readonly name: string;
  readonly roles: readonly ComparedRole[];
}

interface FoundRole {
  readonly name: string;
  readonly ways: string[][];
}

function wayOf({ through, expiresAt }: HeldRole): string {
  const way = through === undefined ? 'direct' : `through ${shownText(through)}`;
  return expiresAt ? `${way} until ${shownText(endText(expiresAt))}` : way;
}

function compareCids(people: readonly ComparedPerson[]): ComparedCid[] {
  const places = new Map<Cid, { name: string; readonly roles: Map<RoleId, FoundRole> }>();
  for (const [at, { user, grants, cidName }] of people.entries()) {
    for (const held of accessOf(user, grants).roles.values()) {
      const place = places.get(held.cid) ?? { name: '', roles: new Map<RoleId, FoundRole>() };
      // Two tenants may be two sessions of one account, of which only one is told what the CID is called.
      place.name ||= shownText(cidName(held.cid) ?? '');
      places.set(held.cid, place);
      const role: FoundRole = place.roles.get(held.role.id) ?? { name: shownText(held.role.name) || held.role.id, ways: people.map(() => []) };
      role.ways[at]?.push(wayOf(held));
      place.roles.set(held.role.id, role);
    }
  }
  const cids = [...places].map(([cid, { name, roles }]) => {
    const sorted = [...roles].map(([id, role]) => ({ id, name: role.name, ways: role.ways.map((ways) => ways.sort(byText)) }));
    return { cid, name: name || cid, roles: sorted.sort(byTexts(({ name: ofRole, id }) => [ofRole, id])) };
  });
  return cids.sort(byTexts(({ name, cid }) => [name, cid]));
}

const isHeld = (ways: Ways | undefined): boolean => ways !== undefined && ways.length > 0;
const wayText = (ways: Ways): string => ways.join(', ');

/** How each holds it is only told where they differ in it. */
function sharedLine({ name, ways }: ComparedRole, labels: readonly string[]): string {
  const texts = ways.map(wayText);
  const [first = ''] = texts;
  const how = texts.every((text) => text === first) ? first : texts.map((text, at) => `${labels[at]}: ${text}`).join('; ');
  return `    ${name} (${how})`;
}

function ownLines(roles: readonly ComparedRole[], at: number): string[] {
  const [extra, missing] = [roles.filter(({ ways }) => isHeld(ways[at])), roles.filter(({ ways }) => !isHeld(ways[at]))];
  return [...extra.map(({ name, ways }) => `    extra    ${name} (${wayText(ways[at] ?? [])})`), ...missing.map(({ name }) => `    missing  ${name}`)];
}

function cidLines({ name, roles }: ComparedCid, labels: readonly string[]): string[] {
  const [shared, others] = [roles.filter(({ ways }) => ways.every(isHeld)), roles.filter(({ ways }) => !ways.every(isHeld))];
  return [
    name,
    ...(shared.length > 0 ? ['  shared by all', ...shared.map((role) => sharedLine(role, labels))] : []),
    ...(others.length > 0 ? labels.flatMap((label, at) => [`  ${label}`, ...ownLines(others, at)]) : []),
  ];
}

/** Sorted, and the same whatever the order in which grants were read. `extra`: at least one of the others lacks it; `missing`: at least one has it. */
export function compareAccessText(people: readonly ComparedPerson[]): string {
  const labels = people.map(({ label }) => shownText(label));
  const heading = people.map(({ user, tenantName }, at) => `  ${labels[at]} <${shownText(user.uid ?? user.uuid)}> in ${shownText(tenantName)}`);
  const cids = compareCids(people).map((cid) => cidLines(cid, labels));
  const body = cids.length > 0 ? cids : [['None of them holds any role.']];
  return `${[['Access of', ...heading], ...body].map((lines) => lines.map((line) => onOneLine(line).trimEnd()).join('\n')).join('\n\n')}\n`;
}
