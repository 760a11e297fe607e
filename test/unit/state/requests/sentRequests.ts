/** Requests that were sent, for tests of what is kept of them. */
import { KeptRequests } from '../../../../src/state/requests/keptRequests.ts';
import { RequestHistory } from '../../../../src/state/requests/requestHistory.ts';
import type { SentRequest } from '../../../../src/state/requests/sentRequest.ts';
import { MemoryFiles } from '../changes/memoryFiles.ts';

export const aSent = (over: Partial<SentRequest> = {}): SentRequest => ({
  ...{ operation: 'queryUserV1', tenant: 'Acme Global', at: 1_000, ms: 25, ended: '200', traceId: 'trace-1', text: '{ "operation": "queryUserV1" }' },
  ...over,
});

/** Ids are in the order in which they are given. */
export function newIds(window = 'a'): () => string {
  let made = 0;
  return () => `${window}${++made}`;
}

export interface Kept {
  readonly kept: KeptRequests;
  readonly files: MemoryFiles;
  readonly failures: unknown[];
}

export function keptInMemory(files = new MemoryFiles()): Kept {
  const failures: unknown[] = [];
  const history = new RequestHistory({ files, newId: newIds() });
  return { kept: new KeptRequests({ load: async () => history, onFailure: (error) => failures.push(error) }), files, failures };
}
