/** Which tenant a command works on, for commands that Falcon and Cylance tenants have in common. */
import { TenantError } from '../../core/errors.ts';
import { asConnectionId } from '../../core/ids.ts';
import type { ConnectionId } from '../../core/ids.ts';
import type { PickItem } from '../../host/prompts.ts';
import type { Connection } from '../../state/connection.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import { byName } from '../../state/entryStore.ts';
import { connectionOf, cylanceTenantOf } from '../../state/nodes.ts';
import type { CommandDeps } from './deps.ts';

export type AnyTenant =
  | { readonly kind: 'falcon'; readonly connection: Connection }
  | { readonly kind: 'cylance'; readonly tenant: CylanceConnection };

type Stores = Pick<CommandDeps, 'store' | 'cylance'>;

/** The connection of a tenant, for what both kinds have: id, name, and whether it is the demo's. */
export const anyConnection = (one: AnyTenant): Connection | CylanceConnection => (one.kind === 'falcon' ? one.connection : one.tenant);

/** Reads the stored connections of both kinds. */
export async function loadTenants({ store, cylance }: Stores): Promise<void> {
  await Promise.all([store.load(), cylance.store.load()]);
}

/** Every tenant that is known, by name whatever its kind, as in the tree. */
export const allTenants = ({ store, cylance }: Stores): readonly AnyTenant[] =>
  [
    ...store.all.map((connection): AnyTenant => ({ kind: 'falcon', connection })),
    ...cylance.store.all.map((tenant): AnyTenant => ({ kind: 'cylance', tenant })),
  ].sort((left, right) => byName(anyConnection(left), anyConnection(right)));

/** A tenant by its id, as it is now. */
function tenantOf({ store, cylance }: Stores, id: ConnectionId): AnyTenant | undefined {
  const connection = store.get(id);
  if (connection) return { kind: 'falcon', connection };
  const tenant = cylance.store.get(id);
  return tenant && { kind: 'cylance', tenant };
}

/** Whether a connection of either kind, other than `except`, has a name: names are unique over both. */
export const isNameTaken = ({ store, cylance }: Stores, name: string, except?: ConnectionId): boolean =>
  store.isNameTaken(name, except) || cylance.store.isNameTaken(name, except);

function tenantItem({ l10n }: Pick<CommandDeps, 'l10n'>, one: AnyTenant): PickItem<AnyTenant> {
  const { name, demo } = anyConnection(one);
  if (one.kind === 'cylance') return { label: name, description: demo ? l10n.t('Cylance, demo') : 'Cylance', icon: 'globe', value: one };
  const { canChange } = one.connection;
  const access = canChange ? l10n.t('Falcon, changes allowed') : l10n.t('Falcon, read-only');
  return { label: name, description: demo ? l10n.t('Falcon, demo') : access, icon: canChange ? 'unlock' : 'lock', value: one };
}

export interface TenantQuestion {
  readonly title: string;
  /** Left out: every tenant. */
  readonly fits?: (one: AnyTenant) => boolean;
  /** Said when tenants are connected, but none that fits. */
  readonly none?: string;
}

/**
 * Asks which tenant, of either kind, is meant, unless there is only one that fits.
 * @returns undefined when the question was dismissed
 * @throws TenantError `notFound` when there is none
 */
export async function askTenant(
  deps: Stores & Pick<CommandDeps, 'prompts' | 'l10n'>,
  { title, fits = () => true, none }: TenantQuestion,
): Promise<AnyTenant | undefined> {
  const { prompts, l10n } = deps;
  await loadTenants(deps);
  const all = allTenants(deps);
  const fitting = all.filter(fits);
  if (fitting.length === 0) {
    throw new TenantError({
      kind: 'notFound',
      message: all.length === 0 || none === undefined ? l10n.t('No tenant is connected.') : none,
      nextStep: all.length === 0 ? l10n.t('Connect one with “Falcon: Connect Tenant…”.') : undefined,
    });
  }
  if (fitting.length === 1) return fitting[0];
  return prompts.pick({ title, placeholder: l10n.t('Which tenant?'), items: fitting.map((one) => tenantItem(deps, one)) });
}

/**
 * The tenants, of either kind, that were clicked, as they are now, or one that the person chooses. What was clicked but
 * does not fit is left alone, not asked about.
 */
export async function tenantTargets(deps: CommandDeps, given: readonly unknown[], question: TenantQuestion): Promise<readonly AnyTenant[]> {
  if (given.length === 0) {
    const chosen = await askTenant(deps, question);
    return chosen ? [chosen] : [];
  }
  const ids = given.flatMap((id) => {
    if (typeof id !== 'string') return [];
    const node = deps.view.node(id);
    // A panel names its connection by id, whether the tree shows it or not.
    return node ? ((connectionOf(node) ?? cylanceTenantOf(node))?.id ?? []) : asConnectionId(id);
  });
  return [...new Set(ids)].flatMap((id) => tenantOf(deps, id) ?? []).filter(question.fits ?? (() => true));
}
