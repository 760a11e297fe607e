/** The tree views as they are registered; what each of them shows is loaded when it is first looked at. */
import type { Disposable } from '../host/disposables.ts';
import type { CylanceDirectories } from '../state/cylance/cylanceDirectories.ts';
import type { CylanceStore } from '../state/cylance/cylanceStore.ts';
import type { Directories } from '../state/directories.ts';
import type { Sessions } from '../state/sessions.ts';
import type { ActivityView, ActivityViewParts } from './activityView.ts';
import { dropTypes, rowsMimeType } from './dropTypes.ts';
import { LazyTree } from './lazyTree.ts';
import type { TemporaryElement } from './temporaryRows.ts';
import type { TemporaryView, TemporaryViewParts } from './temporaryView.ts';
import type { TenantsView, TenantsViewParts } from './tenantsView.ts';

export interface TenantsParts extends Omit<TenantsViewParts, 'tree' | 'cylanceTree'> {
  readonly cylance: { readonly store: CylanceStore; readonly directories: CylanceDirectories };
}

export const lazyTenants = ({ cylance, ...parts }: TenantsParts): LazyTree<string, TenantsView> =>
  new LazyTree({
    id: 'falconAdmin.tenants',
    mimeTypes: { drag: [rowsMimeType], drop: dropTypes },
    load: async (view) => {
      const [{ TenantTree }, { CylanceTree }, { TenantsView: Content }] = await Promise.all([
        import('../state/tenantTree.ts'),
        import('../state/cylance/cylanceTree.ts'),
        import('./tenantsView.ts'),
      ]);
      const cylanceTree = new CylanceTree(cylance.store, cylance.directories);
      return new Content(view, { ...parts, cylanceTree, tree: new TenantTree(parts.store, parts.directories, { cylance: cylanceTree }) });
    },
  });

export const lazyTemporary = (
  parts: Omit<TemporaryViewParts, 'reads'> & { readonly sessions: Pick<Sessions, 'client'> },
): LazyTree<TemporaryElement, TemporaryView> =>
  new LazyTree({
    id: 'falconAdmin.temporary',
    load: async (view) => {
      const [{ TemporaryReads }, { TemporaryView: Content }] = await Promise.all([import('../state/temporaryReads.ts'), import('./temporaryView.ts')]);
      const { directories, sessions, wording } = parts;
      const reads = new TemporaryReads({ directories, client: (id) => sessions.client(id), now: () => wording.now() });
      return new Content(view, { ...parts, reads });
    },
  });

/** The badge of temporary access tells of every tenant that is looked at anywhere, without the view being open. */
export const badgeWhatIsOpened = (
  directories: Pick<Directories, 'onDidOpen'>,
  temporary: Pick<LazyTree<TemporaryElement, TemporaryView>, 'content'>,
  onFailure: (error: unknown) => void,
): Disposable => directories.onDidOpen((id) => void temporary.content().then((view) => view.look(id)).catch(onFailure));

export const lazyActivity = (parts: ActivityViewParts): LazyTree<string, ActivityView> =>
  new LazyTree({
    id: 'falconAdmin.activity',
    load: async (view) => new (await import('./activityView.ts')).ActivityView(view, parts),
  });
