/** Lets the table survive a restart of the editor, unless it is too large to be written out with every change. */
import { mostKept } from '../../protocol/newUsers.ts';
import type { KeptNewUsers, NewUsersState } from '../../protocol/newUsers.ts';
import { keptRow } from './rowStore.ts';
import type { RowStore } from './rowStore.ts';

const pauseMs = 300;

export interface KeeperParts {
  readonly rows: RowStore;
  readonly state: () => NewUsersState | undefined;
  readonly keep: (kept: KeptNewUsers) => void;
}

export class Keeper {
  readonly #parts: KeeperParts;
  #timer: number | undefined;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    // What was typed last must not wait for a pause that never comes.
    for (const event of ['visibilitychange', 'pagehide']) document.addEventListener(event, () => this.#now());
  }

  /** Something has changed. */
  note(): void {
    this.#timer ??= window.setTimeout(() => this.#now(), pauseMs);
  }

  #now(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
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
