import type { UserSort } from '../api/falcon/users.ts';
import type { L10n } from '../host/l10n.ts';
import type { PickItem } from '../host/prompts.ts';
import type { CylanceSort } from '../state/cylance/cylanceView.ts';
import { anyUserLists } from './parts/anyUserLists.ts';
import { showCylanceUsers } from './parts/cylanceUserLists.ts';
import type { TenantCommand } from './parts/deps.ts';
import { showUsers } from './parts/userLists.ts';

type Property<S extends string> = S extends `${infer P}|${string}` ? P : never;

/** Properties in both directions, each with what they are called. */
function choicesOf<S extends string>(
  present: S,
  properties: readonly (readonly [property: Property<S>, label: string, directions: readonly [up: string, down: string]])[],
  l10n: L10n,
): PickItem<S>[] {
  return properties.flatMap(([property, label, [up, down]]) =>
    ([[`${property}|asc`, up], [`${property}|desc`, down]] as [S, string][]).map(([value, direction]) => ({
      label: l10n.t('{0}: {1}', label, direction),
      ...(value === present ? { description: l10n.t('present order') } : {}),
      icon: value.endsWith('|asc') ? 'arrow-up' : 'arrow-down',
      picked: value === present,
      value,
    })),
  );
}

const directionsOf = (l10n: L10n) =>
  ({ words: [l10n.t('A to Z'), l10n.t('Z to A')], dates: [l10n.t('oldest first'), l10n.t('newest first')] }) as const;

/** Every order that the server documents, each in both directions. */
export function sortChoices(present: UserSort, l10n: L10n): PickItem<UserSort>[] {
  const { words, dates } = directionsOf(l10n);
  const flags = [l10n.t('without first'), l10n.t('with first')] as const;
  return choicesOf(present, [
    ['uid', l10n.t('E-mail'), words],
    ['name', l10n.t('Name'), words],
    ['first_name', l10n.t('First Name'), words],
    ['last_name', l10n.t('Last Name'), words],
    ['status', l10n.t('Status'), words],
    ['created_at', l10n.t('Created'), dates],
    ['last_login_at', l10n.t('Last Login'), dates],
    ['cid_name', l10n.t('CID Name'), words],
    ['has_temporary_roles', l10n.t('Temporary Roles'), flags],
    ['temporarily_assigned_cids', l10n.t('CIDs With Temporary Roles'), words],
  ], l10n);
}

/** Every order that the users of a Cylance tenant can be brought into. */
export function cylanceSortChoices(present: CylanceSort, l10n: L10n): PickItem<CylanceSort>[] {
  const { words, dates } = directionsOf(l10n);
  return choicesOf(present, [
    ['created', l10n.t('Created'), dates],
    ['name', l10n.t('Name'), words],
    ['email', l10n.t('E-mail'), words],
    ['role', l10n.t('Console Role'), words],
    ['lastLogin', l10n.t('Last Login'), dates],
  ], l10n);
}

export const sortUsers: TenantCommand = {
  id: 'falconAdmin.users.sort',
  async run(deps, given) {
    const { l10n } = deps;
    const ask = <S extends UserSort | CylanceSort>(of: string, items: readonly PickItem<S>[]): Promise<S | undefined> =>
      deps.prompts.pick<S>({ title: l10n.t('Sort Users of {0}', of), placeholder: l10n.t('In which order?'), items });
    const { falcon, cylance } = await anyUserLists(deps, given, l10n.t('Sort Users'));
    if (falcon[0]) {
      const sort = await ask(falcon[0].cidName, sortChoices(falcon[0].view.sort, l10n));
      if (sort !== undefined) await showUsers(deps, falcon, (view) => ({ ...view, sort }));
    }
    if (cylance[0]) {
      const sort = await ask(cylance[0].tenant.name, cylanceSortChoices(cylance[0].view.sort, l10n));
      if (sort !== undefined) await showCylanceUsers(deps, cylance, (view) => ({ ...view, sort }));
    }
  },
};
