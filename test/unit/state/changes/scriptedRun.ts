/** A runner over a client whose answers a test writes down, on a clock that stands still until it is moved. */
import type { HttpAnswer, HttpRequest } from '../../../../src/api/transport.ts';
import type { ChangeSet } from '../../../../src/core/changes/change.ts';
import { nothingKnown } from '../../../../src/core/guards/guard.ts';
import { ChangeRunner } from '../../../../src/state/changes/changeRunner.ts';
import type { RunOptions, RunReport, RunResult } from '../../../../src/state/changes/changeRunner.ts';
import { Journal } from '../../../../src/state/changes/journal.ts';
import type { Connection } from '../../../../src/state/connection.ts';
import { fails, found, pathOf, refused, rig } from '../../api/fakes/fakeTransport.ts';
import type { Rig } from '../../api/fakes/fakeTransport.ts';
import { anEntry } from '../entries.ts';
import { MemoryFiles } from './memoryFiles.ts';

/** Answers one kind of request; undefined for the usual answer. */
export type Answers = (request: HttpRequest, what: string) => HttpAnswer | Promise<HttpAnswer> | undefined;

/** `POST users`, `POST user-role-actions`, `GET user-roles`, `POST users/GET`: method and the part of the path that tells. */
export const whatOf = (request: HttpRequest): string => `${request.method} ${pathOf(request).split('/').slice(3).join('/').replace(/\/v\d$/, '')}`;

export const bodyOf = ({ body }: HttpRequest): Record<string, unknown> => JSON.parse(body ?? '{}') as Record<string, unknown>;

/** The connection breaks after the request was sent. */
export const lost = (request: HttpRequest): never => fails(request, 'ECONNRESET');

function usual(request: HttpRequest, what: string): HttpAnswer {
  if (what === 'POST users') return { ...found([{ uuid: `uuid-of-${String(bodyOf(request)['uid'])}`, ...bodyOf(request) }]), status: 201 };
  return found([], 0);
}

export interface ScriptedRun extends Rig {
  readonly files: MemoryFiles;
  readonly journal: Journal;
  readonly seen: { connection: Connection | undefined; client: Rig['client'] };
  readonly start: (set: ChangeSet, options?: Partial<RunOptions>) => Promise<RunResult>;
  /** Runs to the end; fails when a guard refuses. */
  readonly run: (set: ChangeSet, options?: Partial<RunOptions>) => Promise<RunReport>;
  /** What was asked of the server, in order. */
  readonly asked: () => string[];
}

export function scriptedRun(answers: Answers = () => undefined): ScriptedRun {
  const made = rig({
    script: (request) => {
      const what = whatOf(request);
      return answers(request, what) ?? usual(request, what);
    },
  });
  const { clock, client, calls } = made;
  const files = new MemoryFiles();
  const journal = new Journal({ files, now: () => clock.now() });
  const { clientSecret: _, ...connection } = anEntry({ canChange: true });
  const seen: ScriptedRun['seen'] = { connection, client };
  const runner = new ChangeRunner({ journal, clock, client: async () => seen.client, connection: () => seen.connection });
  const start: ScriptedRun['start'] = (set, options = {}) => clock.finish(runner.run(set, { facts: nothingKnown, ...options }));
  return {
    ...made,
    files,
    journal,
    seen,
    start,
    run: async (set, options) => {
      const result = await start(set, options);
      if (result.kind === 'refused') throw new Error(result.findings.map(({ sentence }) => sentence).join(' '));
      return result.report;
    },
    asked: () => calls().map(whatOf),
  };
}

export const gatewayFault = (): HttpAnswer => refused(500, 'Internal Server Error');
