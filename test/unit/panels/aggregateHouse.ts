/** Builders of aggregate queries over a real demo tenant, with documents and a person of their own. */
import type { TestContext } from 'node:test';
import type { WebviewPanel } from 'vscode';
import type { DemoTenantOptions } from '../../../src/demo/demoTenant.ts';
import { AggregateEditors } from '../../../src/panels/aggregate/aggregateEditors.ts';
import type { AggregateDeps } from '../../../src/panels/aggregate/deps.ts';
import type { ChosenCid } from '../../../src/panels/user/deps.ts';
import type { AggregateRequests, AggregateState } from '../../../src/protocol/aggregate.ts';
import { commandHouse } from '../commands/commandHouse.ts';
import { plainWording } from '../views/plainWording.ts';
import { playedFrames } from './playedFrames.ts';
import type { PlayedFrame } from './playedFrames.ts';
import { PlayedQueryFiles } from './playedQueryFiles.ts';
import type { PlayedDocument } from './playedQueryFiles.ts';

export type AggregateFrame = PlayedFrame<AggregateRequests, AggregateState>;

export async function aggregateHouse(t: TestContext, options: DemoTenantOptions = {}) {
  const house = await commandHouse(t, { cids: 3, users: 90, ...options });
  const connection = await house.connect();
  const { store, sessions, directories, deps, person } = house;
  const frames = playedFrames();
  const queryFiles = new PlayedQueryFiles();
  const chosenCids: (ChosenCid | undefined)[] = [];
  const ran: string[] = [];
  const editorRan: string[] = [];
  const editorDeps: AggregateDeps = {
    ...{ store, sessions, directories, queryFiles, files: deps.files, copy: deps.copy, mention: deps.mention },
    ...{ prompts: person.prompts, openFrame: frames.openFrame },
    wording: plainWording,
    chooseCid: async () => chosenCids.shift(),
    runCommand: async (id) => void ran.push(id),
    editorCommand: async (id) => void editorRan.push(id),
  };
  const editors = new AggregateEditors(editorDeps);
  t.after(() => editors.dispose());
  /** Shows a document in another panel. */
  const show = (document: PlayedDocument, panel: { active: boolean } = { active: true }): AggregateFrame => {
    editors.open(document, panel as WebviewPanel);
    return frames.last<AggregateRequests, AggregateState>();
  };
  const open = (text: string, address = 'file:/work/by-status.falcon-aggregate.json') => {
    const document = queryFiles.add(address, text);
    return { document, page: show(document) };
  };
  const sent = (): number => house.demo.requests.filter(({ operation }) => operation === 'aggregateUsersV1').length;
  return { ...house, connection, editors, queryFiles, frames, chosenCids, ran, editorRan, show, open, sent };
}

export const fileText = (content: object): string => `${JSON.stringify(content, undefined, 2)}\n`;

export const byStatus = { name: 'by status', type: 'terms', field: 'status', size: 10 };
