import type { Scope } from '../api/falcon/operation.ts';
import type { L10n } from '../host/l10n.ts';
import { back } from '../host/prompts.ts';
import type { Prompts } from '../host/prompts.ts';
import type { Connection } from '../state/connection.ts';
import type { ConnectionStore } from '../state/connectionStore.ts';
import type { Sessions } from '../state/sessions.ts';
import { clientIdProblem } from './parts/connectSteps.ts';
import type { TenantCommand } from './parts/deps.ts';
import { describeMissing } from './parts/missingScopes.ts';
import { failureOf, prove } from './parts/proving.ts';
import type { Proved } from './parts/proving.ts';
import { connectionTargets } from './parts/targets.ts';
import { twinOf } from './parts/twin.ts';

interface Replacement {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly proved: Proved;
}

interface Asking {
  readonly prompts: Prompts;
  readonly l10n: L10n;
  readonly sessions: Pick<Sessions, 'candidate' | 'discoverCloud'>;
  readonly store: Pick<ConnectionStore, 'all'>;
}

/** Another API client may belong to another customer, under whose name nothing of this connection may go on. */
function identityProblem({ l10n, store }: Asking, connection: Connection, clientId: string, proved: Proved): string | undefined {
  const twin = clientId === connection.clientId ? undefined : twinOf(store.all, { ...connection, clientId }, connection.id);
  if (twin) return l10n.t('“{0}” is connected with this API client already.', twin.name);
  // The server gives out no token for a child of somebody else, so a connection that is tied to one stays with it.
  if (connection.memberCid || !proved.cid || !connection.cid || proved.cid === connection.cid) return undefined;
  return l10n.t('These credentials belong to another tenant; connect it as a connection of its own.');
}

/** Whether what was allowed for the tenant may still be taken as said about the tenant of the new credentials. */
function isSameTenant(connection: Connection, { clientId, proved }: Replacement): boolean {
  const isKnown = connection.memberCid !== undefined || (connection.cid !== undefined && proved.cid === connection.cid);
  return isKnown && clientId === connection.clientId;
}

/** Asks for the new credentials until they are proved at the connection's own cloud and for its tenant. */
async function askReplacement(asking: Asking, connection: Connection): Promise<Replacement | undefined> {
  const { prompts, l10n, sessions } = asking;
  const title = l10n.t('Replace Secret of {0}', connection.name);
  let { clientId } = connection;
  let clientSecret = '';
  let problem: string | undefined;
  for (;;) {
    const id = await prompts.input({
      ...(problem === undefined ? {} : { problem }),
      title,
      prompt: l10n.t('The client ID: leave it unless the API client itself was replaced'),
      placeholder: l10n.t('Client ID'),
      value: clientId,
      step: { current: 1, total: 2 },
      validate: (value) => {
        clientId = value.trim();
        return clientIdProblem(clientId, l10n);
      },
    });
    if (id === undefined || id === back) return undefined;
    clientId = id.trim();
    const proof: { proved?: Proved; problem?: string } = {};
    const secret = await prompts.input({
      title,
      prompt: l10n.t('The present secret stays in use until the new one has been tried out'),
      placeholder: l10n.t('New client secret'),
      value: clientSecret,
      password: true,
      step: { current: 2, total: 2 },
      validate: (value) => {
        clientSecret = value.trim();
        return clientSecret === '' ? l10n.t('Give the client secret.') : undefined;
      },
      check: async (value, signal) => {
        try {
          const credentials = { clientId, clientSecret: value.trim(), memberCid: connection.memberCid };
          const proved = await prove(sessions, { baseUrl: connection.baseUrl, credentials }, signal);
          // What was proved is not what the box holds any more.
          if (signal.aborted) return undefined;
          proof.problem = identityProblem(asking, connection, clientId, proved);
          if (proof.problem === undefined) proof.proved = proved;
          return undefined;
        } catch (thrown) {
          const { step, sentence } = failureOf(thrown);
          if (step !== 'clientId' || signal.aborted) return sentence;
          proof.problem = sentence;
          return undefined;
        }
      },
    });
    if (secret === undefined) return undefined;
    if (secret !== back && proof.proved) return { clientId, clientSecret: secret.trim(), proved: proof.proved };
    problem = proof.problem;
  }
}

function outcome(l10n: L10n, name: string, missing: readonly Scope[], isLocked: boolean): string {
  const scopes = describeMissing(missing, l10n);
  if (missing.length === 0) {
    if (!isLocked) return l10n.t('{0} uses the new secret.', name);
    return l10n.t('{0} uses the new secret. It is read-only again: make sure that this is the same tenant before you allow changes.', name);
  }
  if (!isLocked) return l10n.t('{0} uses the new secret. Missing: {1}.', name, scopes);
  return l10n.t('{0} uses the new secret. It is read-only again: make sure that this is the same tenant before you allow changes. Missing: {1}.', name, scopes);
}

export const replaceSecret: TenantCommand = {
  id: 'falconAdmin.connection.replaceSecret',
  async run(deps, given) {
    const { store, prompts, l10n } = deps;
    const [connection] = await connectionTargets(deps, given, {
      title: l10n.t('Replace Secret'),
      fits: ({ demo }) => !demo,
      none: l10n.t('The demo tenant makes its own credentials.'),
    });
    if (!connection) return;
    const replacement = await askReplacement(deps, connection);
    if (!replacement) return;
    const { clientId, clientSecret, proved } = replacement;
    // As it is now: it may have been changed while the boxes were open.
    const canChangeNow = store.entry(connection.id).canChange;
    const canChange = canChangeNow && isSameTenant(connection, replacement);
    const cid = connection.memberCid ?? proved.cid ?? (clientId === connection.clientId ? connection.cid : undefined);
    await store.change(connection.id, { clientId, clientSecret, missingScopes: proved.missing, cid, canChange });
    void prompts.notify({ severity: 'information', message: outcome(l10n, connection.name, proved.missing, canChangeNow && !canChange) });
  },
};
