/** Where credentials are kept: the editor's SecretStorage, behind an interface small enough to stand in for. */
import type { SecretStorage } from 'vscode';
import type { Disposable } from './disposables.ts';

export interface SecretPort {
  get(key: string): Promise<string | undefined>;
  store(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  /** Told of changes made by any window, this one included. */
  onDidChange(listener: (key: string) => void): Disposable;
}

export const secretPort = (storage: SecretStorage): SecretPort => ({
  get: async (key) => storage.get(key),
  store: async (key, value) => storage.store(key, value),
  delete: async (key) => storage.delete(key),
  keys: async () => storage.keys(),
  onDidChange: (listener) => storage.onDidChange((change) => listener(change.key)),
});
