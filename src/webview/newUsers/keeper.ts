/** Lets the table survive a restart of the editor, unless it is too large to be written out with every change. */
import { mostKept } from '../../protocol/newUsers.ts';
import type { KeptNewUsers, NewUsersState } from '../../protocol/newUsers.ts';
import { SaveSoon } from '../kit/saveSoon.ts';
import { keptRow } from './rowStore.ts';
import type { RowStore } from './rowStore.ts';

export interface KeeperParts {
  readonly rows: RowStore;
  readonly state: () => NewUsersState | undefined;
  readonly keep: (kept: KeptNewUsers) => void;
}

export class Keeper {
  readonly #parts: KeeperParts;
  readonly #saver = new SaveSoon(() => this.#save());

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Something has changed. */
  note(): void {
    this.#saver.note();
  }

  #save(): void {
    const state = this.#parts.state();
    if (!state) return;
    const { connection, cid, file } = state;
    const place = { view: 'newUsers', connection, ...(cid && { cid }) } as const;
    if (!file) return this.#parts.keep(place);
    const rows = this.#parts.rows.all.map(keptRow);
    const isSmall = JSON.stringify(rows).length <= mostKept;
    this.#parts.keep({ ...place, file: { name: file.name, ...(isSmall && { rows }) } });
  }
}
