/** A tree whose server is the demo tenant, save for what a test lets it say otherwise. */
import type { CallOptions, FalconClient } from '../../../src/api/falcon/client.ts';
import type { ConnectionId } from '../../../src/core/ids.ts';
import { Directories } from '../../../src/state/directories.ts';
import { TenantTree } from '../../../src/state/tenantTree.ts';
import type { House } from './demoHouse.ts';

export interface Reply {
  readonly resources: readonly unknown[];
  readonly total: number | undefined;
}

export interface Asked {
  readonly operation: string;
  readonly parameters: { readonly offset?: number; readonly limit?: number; readonly filter?: string };
}

/** @param ask asks the demo tenant */
export type Alter = (asked: Asked, ask: () => Promise<Reply>) => Promise<Reply>;

type Call = (operation: string, parameters: Asked['parameters'], options?: CallOptions) => Promise<Reply>;

export interface AlteredTree {
  /** The client that the directories read through. */
  readonly client: (id: ConnectionId) => Promise<FalconClient>;
  readonly tree: TenantTree;
  readonly directories: Directories;
  readonly asked: Asked[];
}

export function alteredTree({ store, sessions }: House, alter: Alter): AlteredTree {
  const asked: Asked[] = [];
  const alteredClient = async (id: ConnectionId): Promise<FalconClient> => {
    const client = await sessions.client(id);
    const call: Call = (operation, parameters, options) => {
      asked.push({ operation, parameters });
      const ask = (): Promise<Reply> => (client.call as unknown as Call).call(client, operation, parameters, options);
      return alter({ operation, parameters }, ask);
    };
    return { call } as unknown as FalconClient;
  };
  const directories = new Directories(store, { client: alteredClient });
  return { tree: new TenantTree(store, directories), directories, client: alteredClient, asked };
}
