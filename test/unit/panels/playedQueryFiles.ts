/** Documents of queries without an editor: they have versions and undo, and everybody is told of changes. */
import assert from 'node:assert/strict';
import { applyChanges } from '../../../src/core/aggregates/textChange.ts';
import type { TextChange } from '../../../src/core/aggregates/textChange.ts';
import type { QueryDocument } from '../../../src/host/queryFiles.ts';
import type { AggregateDeps } from '../../../src/panels/aggregate/deps.ts';
import { Emitter } from '../../../src/state/emitter.ts';

type Files = AggregateDeps['queryFiles'];

export class PlayedDocument implements QueryDocument {
  readonly key: string;
  readonly address: string;
  readonly isReadOnly: boolean;
  version = 1;
  /** The editor takes no changes. */
  isStubborn = false;
  /** Each step of undo as it was made. */
  readonly steps: { readonly changes: readonly TextChange[]; readonly before: string }[] = [];
  readonly #files: PlayedQueryFiles;
  #text: string;

  constructor(files: PlayedQueryFiles, address: string, text: string, isReadOnly: boolean) {
    this.#files = files;
    this.address = address;
    this.key = address.replace(/^\w+:/, '');
    this.#text = text;
    this.isReadOnly = isReadOnly;
  }

  get name(): string {
    return this.address.slice(this.address.lastIndexOf('/') + 1);
  }

  getText(): string {
    return this.#text;
  }

  async change(changes: readonly TextChange[]): Promise<boolean> {
    if (this.isStubborn) return false;
    this.steps.push({ changes, before: this.#text });
    this.type(applyChanges(this.#text, changes));
    return true;
  }

  /** From outside of the builder. */
  type(text: string): void {
    this.#text = text;
    this.version += 1;
    this.#files.changed.fire(this.key);
  }

  undo(): void {
    this.type(this.steps.pop()?.before ?? assert.fail('there is nothing to undo'));
  }
}

export class PlayedQueryFiles implements Files {
  readonly documents = new Map<string, PlayedDocument>();
  readonly shown: string[] = [];
  readonly changed = new Emitter<string>();
  readonly #closed = new Emitter<string>();
  readonly #moving = new Emitter<readonly [string, string]>();

  readonly onDidChange = this.changed.event;
  readonly onDidClose = this.#closed.event;

  onWillMove(listener: (from: string, to: string) => void): { dispose(): void } {
    return this.#moving.event(([from, to]) => listener(from, to));
  }

  add(address: string, text: string, { isReadOnly = false }: { readonly isReadOnly?: boolean } = {}): PlayedDocument {
    const document = new PlayedDocument(this, address, text, isReadOnly);
    this.documents.set(address, document);
    return document;
  }

  async open(address: string): Promise<QueryDocument> {
    return this.documents.get(address) ?? assert.fail(`there is no ${address}`);
  }

  async showText(address: string): Promise<void> {
    this.shown.push(address);
  }

  close({ address, key }: PlayedDocument): void {
    this.documents.delete(address);
    this.#closed.fire(key);
  }

  move({ key, address }: PlayedDocument, to: string): void {
    this.#moving.fire([key, to.replace(/^\w+:/, '')]);
    this.documents.delete(address);
    this.#closed.fire(key);
  }
}
