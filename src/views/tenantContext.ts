/** Tells the menus which tenants there are. */
import type { ContextKeys } from '../host/contextKeys.ts';
import { DisposableStore } from '../host/disposables.ts';
import type { Disposable } from '../host/disposables.ts';
import type { ConnectionStore } from '../state/connectionStore.ts';
import type { CylanceStore } from '../state/cylance/cylanceStore.ts';

export function followTenants(store: ConnectionStore, cylance: CylanceStore, keys: ContextKeys): Disposable {
  const tell = (): void => {
    void keys.set('falconAdmin.connected', store.all.length + cylance.all.length > 0);
    void keys.set('falconAdmin.falconConnected', store.all.length > 0);
    void keys.set('falconAdmin.changesAllowed', store.all.some(({ canChange }) => canChange));
    void keys.set('falconAdmin.loaded', store.isLoaded && cylance.isLoaded);
  };
  const subscriptions = new DisposableStore();
  for (const each of [store, cylance]) {
    subscriptions.add(each.onDidLoad(tell));
    subscriptions.add(each.onDidChange(tell));
  }
  return subscriptions;
}
