/** The questions about access that can be asked, with what has to be read for each and how it is answered. */
import type { ReportColumn, ReportRow } from '../../core/accessReport.ts';
import type { Cid, RoleId } from '../../core/ids.ts';
import { falconAdministrator } from '../../core/role.ts';
import type { Role } from '../../core/role.ts';
import { shownText } from '../../core/shownText.ts';
import type { L10n } from '../../host/l10n.ts';
import type { Connection } from '../../state/connection.ts';
import type { Answer, Coverage } from '../../state/grants/coverage.ts';
import type { GrantsIndex } from '../../state/grants/grantsIndex.ts';
import type { Scope } from '../../state/grants/scope.ts';
import type { CommandDeps } from './deps.ts';
import { temporaryScope } from './readGrants.ts';
import { roleName } from './roleOffers.ts';
import { askUser, chooseCid } from './targets.ts';
import { userName } from './whoText.ts';

/** A question that the person has filled in. */
export interface Asked {
  /** What is answered, as a heading. */
  readonly title: string;
  /** What has to be read, and how that is called in the question about its cost. */
  readonly scope: Scope;
  readonly name: string;
  readonly answer: (index: GrantsIndex) => Answer<ReportRow>;
  readonly columns: readonly ReportColumn[];
  /** Said when there is nothing to show. */
  readonly none: string;
  /** The answer has an order of its own. */
  readonly isSorted?: boolean;
  /** What is to be known about how it was found. */
  readonly note?: (coverage: Coverage) => string | undefined;
}

export interface Question {
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  /** @returns undefined when the person left */
  readonly ask: (deps: CommandDeps, connection: Connection) => Promise<Asked | undefined>;
}

const everywhere: Scope = {};

async function chooseRole({ directories, prompts, l10n }: CommandDeps, connection: Connection, cid: Cid | undefined, title: string): Promise<Role | undefined> {
  const directory = await directories.of(connection.id);
  return prompts.pick<Role>({
    title,
    placeholder: l10n.t('Which role?'),
    items: async (signal) => {
      const roles = await directory.roles(cid ?? (await directory.shape(signal)).cid, signal);
      return roles.map((role) => ({ label: roleName(role), description: role.id, icon: 'shield', value: role }));
    },
  });
}

async function hasCids({ directories, view }: CommandDeps, connection: Connection): Promise<boolean> {
  const directory = await directories.of(connection.id);
  return (await view.run((signal) => directory.shape(signal))).hasChildren;
}

async function holdersOfRole(deps: CommandDeps, connection: Connection): Promise<Asked | undefined> {
  const { prompts, l10n } = deps;
  const title = l10n.t('Who Holds a Role');
  const where = (await hasCids(deps, connection))
    ? await prompts.pick<'cid' | 'everywhere'>({
        title,
        placeholder: l10n.t('Where?'),
        items: [
          { label: l10n.t('In One CID…'), detail: l10n.t('Custom roles are held in the CID that owns them only'), icon: 'briefcase', value: 'cid' },
          { label: l10n.t('In Every CID of {0}', connection.name), icon: 'globe', value: 'everywhere' },
        ],
      })
    : 'everywhere';
  if (where === undefined) return undefined;
  const place = where === 'cid' ? await chooseCid(deps, connection, title) : undefined;
  if (where === 'cid' && !place) return undefined;
  const role = await chooseRole(deps, connection, place?.cid, title);
  if (!role) return undefined;
  const cid = role.cid ?? place?.cid;
  const name = shownText(place?.name ?? connection.name);
  return {
    ...{ title: l10n.t('Who holds {0} in {1}', roleName(role), name), scope: cid ? { cids: [cid] } : everywhere, name },
    answer: (index) => index.holders(role.id, cid),
    columns: cid ? ['user', 'uid', 'how', 'until'] : ['place', 'user', 'uid', 'how', 'until'],
    none: l10n.t('Nobody who has been read holds it.'),
  };
}

async function accessOfUser(deps: CommandDeps, connection: Connection): Promise<Asked | undefined> {
  const { l10n } = deps;
  const user = await askUser(deps, connection, l10n.t('Everything a User Holds'));
  return (
    user && {
      ...{ title: l10n.t('Everything that {0} holds', userName(user)), scope: { users: [user.uuid] }, name: userName(user) },
      answer: (index) => {
        const { items, coverage } = index.grantsOf(user.uuid);
        return { items: items.map((grant) => ({ user, grant })), coverage };
      },
      columns: ['place', 'role', 'how', 'until'],
      none: l10n.t('No role that has been read.'),
    }
  );
}

async function accessToCid(deps: CommandDeps, connection: Connection): Promise<Asked | undefined> {
  const { l10n } = deps;
  const place = await chooseCid(deps, connection, l10n.t('Who Has Access to a CID'));
  return (
    place && {
      ...{ title: l10n.t('Who has access to {0}', shownText(place.name)), scope: { cids: [place.cid] }, name: shownText(place.name) },
      answer: (index) => index.accessTo(place.cid),
      columns: ['user', 'uid', 'role', 'how', 'until'],
      none: l10n.t('Nobody who has been read holds a role there.'),
    }
  );
}

async function temporaryRoles({ l10n }: CommandDeps, { name }: Connection): Promise<Asked | undefined> {
  return {
    ...{ title: l10n.t('Temporary roles in {0}, the soonest to end first', name), scope: temporaryScope, name },
    answer: (index) => index.temporary(),
    columns: ['until', 'user', 'uid', 'role', 'place', 'how'],
    none: l10n.t('No temporary role that has been read.'),
    isSorted: true,
    // Where that was all that was read, the answer is incomplete in form only.
    note: ({ isWhole }) => (isWhole ? undefined : l10n.t('Read for this: the users whom the server marks as having temporary roles.')),
  };
}

async function administrators({ l10n }: CommandDeps, { name }: Connection): Promise<Asked | undefined> {
  return {
    ...{ title: l10n.t('Falcon Administrators in every CID of {0}', name), scope: everywhere, name },
    answer: (index) => index.holders(falconAdministrator),
    columns: ['place', 'user', 'uid', 'how', 'until'],
    none: l10n.t('Nobody who has been read holds it.'),
  };
}

/** Roles whose id or name says that they administer something. */
const isAdminLike = (role: Role): boolean => role.id === falconAdministrator || /admin/i.test(`${role.id} ${role.display_name}`);

const whyTexts = (l10n: L10n) => ({ noFactor: l10n.t('no 2FA'), neverLoggedIn: l10n.t('never logged in'), both: l10n.t('no 2FA, never logged in') });

async function unsafeStrong(deps: CommandDeps, connection: Connection): Promise<Asked | undefined> {
  const { directories, progress, prompts, l10n } = deps;
  const directory = await directories.of(connection.id);
  const title = l10n.t('Strong Roles Without Safety');
  const roles = await progress(l10n.t('Reading the roles of {0}', connection.name), async (signal) => {
    const { cid } = await directory.shape(signal);
    return directory.roles(cid, signal);
  });
  const sorted = roles.toSorted((left, right) => Number(isAdminLike(right)) - Number(isAdminLike(left)));
  const chosen = await prompts.pickMany<RoleId>({
    title,
    placeholder: l10n.t('Which roles are strong?'),
    items: sorted.map((role) => ({ label: roleName(role), description: role.id, icon: 'shield', picked: isAdminLike(role), value: role.id })),
  });
  if (!chosen || chosen.length === 0) return undefined;
  const texts = whyTexts(l10n);
  return {
    ...{ title: l10n.t('Strong roles of {0} held without 2FA or by people who never logged in', connection.name), scope: everywhere, name: connection.name },
    answer: (index) => {
      const { items, coverage } = index.strongWithoutSafety(new Set(chosen));
      return { items: items.map(({ user, grant, why }) => ({ user, grant, why: texts[why] })), coverage };
    },
    columns: ['user', 'uid', 'why', 'role', 'place', 'how', 'until'],
    none: l10n.t('Nobody who has been read.'),
    note: () => l10n.t('Roles that count as strong: {0}.', roles.filter(({ id }) => chosen.includes(id)).map(roleName).join(', ')),
  };
}

export const questions = (l10n: L10n): readonly Question[] => [
  { label: l10n.t('Who Holds a Role…'), detail: l10n.t('In one CID or everywhere, through which groups, until when'), icon: 'shield', ask: holdersOfRole },
  { label: l10n.t('Everything a User Holds…'), detail: l10n.t('In every CID'), icon: 'account', ask: accessOfUser },
  { label: l10n.t('Who Has Access to a CID…'), detail: l10n.t('All users with their roles there'), icon: 'briefcase', ask: accessToCid },
  { label: l10n.t('Temporary Roles'), detail: l10n.t('And when they end'), icon: 'watch', ask: temporaryRoles },
  { label: l10n.t('Falcon Administrators'), detail: l10n.t('In every CID'), icon: 'key', ask: administrators },
  { label: l10n.t('Strong Roles Without Safety…'), detail: l10n.t('Held by people without 2FA or who never logged in'), icon: 'warning', ask: unsafeStrong },
];
