/** Tells the menus which tenants there are. */
import type { ContextKeys } from '../host/contextKeys.ts';
import { DisposableStore } from '../host/disposables.ts';
import type { Disposable } from '../host/disposables.ts';
import type { ConnectionStore } from '../state/connectionStore.ts';

export function followTenants(store: ConnectionStore, keys: ContextKeys): Disposable {
  const tell = (): void => {
    void keys.set('falconAdmin.connected', store.all.length > 0);
    void keys.set('falconAdmin.changesAllowed', store.all.some(({ canChange }) => canChange));
    void keys.set('falconAdmin.loaded', store.isLoaded);
  };
  const subscriptions = new DisposableStore();
  subscriptions.add(store.onDidLoad(tell));
  subscriptions.add(store.onDidChange(tell));
  return subscriptions;
}
