/** The tree of tenants as the editor gets it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Exports } from '../../src/extension.ts';

export const extension = vscode.extensions.getExtension<Exports>('falcon-tenant-admin.falcon-tenant-admin');

export interface Item {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly contextValue: string | undefined;
  readonly item: vscode.TreeItem;
}

export async function exports(): Promise<Exports> {
  assert.ok(extension);
  return extension.activate();
}

/** The items below an item, or the first level. */
export async function below(id?: string): Promise<Item[]> {
  const { tenants } = await exports();
  const ids = (await tenants.getChildren(id)) ?? [];
  return Promise.all(
    ids.map(async (one) => {
      const item = await tenants.getTreeItem(one);
      const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
      return { id: one, label, description: String(item.description ?? ''), contextValue: item.contextValue, item };
    }),
  );
}

/** An item by the start of its label or of its context value, one for each level. */
export async function find(...path: readonly string[]): Promise<Item> {
  let found: Item | undefined;
  for (const part of path) {
    const items: Item[] = await below(found?.id);
    const next: Item | undefined = items.find(({ label, contextValue }) => label.startsWith(part) || contextValue?.startsWith(part));
    assert.ok(next, `no ${part} among ${items.map(({ label }) => label).join(', ')}`);
    found = next;
  }
  assert.ok(found);
  return found;
}
