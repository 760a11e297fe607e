/** Replacing the credentials of a Falcon tenant. */
import type { Scope } from '../../api/falcon/operation.ts';
import type { L10n } from '../../host/l10n.ts';
import type { Connection } from '../../state/connection.ts';
import { clientIdProblem } from './connectSteps.ts';
import type { CommandDeps } from './deps.ts';
import { describeMissing } from './missingScopes.ts';
import { failureOf, prove } from './proving.ts';
import type { Proved } from './proving.ts';
import { askText, StepWalk } from './steps.ts';
import { twinOf } from './twin.ts';

interface Replacement {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly proved: Proved;
}

/** Another API client may belong to another customer, under whose name nothing of this connection may go on. */
function identityProblem({ l10n, store }: CommandDeps, connection: Connection, clientId: string, proved: Proved): string | undefined {
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
async function askReplacement(deps: CommandDeps, connection: Connection): Promise<Replacement | undefined> {
  const { prompts, l10n, sessions } = deps;
  const typed = { clientId: connection.clientId, secret: '' };
  let replacement: Replacement | undefined;
  const check = async (value: string, signal: AbortSignal): Promise<string | undefined> => {
    const [clientId, clientSecret] = [typed.clientId.trim(), value.trim()];
    try {
      const credentials = { clientId, clientSecret, memberCid: connection.memberCid };
      const proved = await prove(sessions, { baseUrl: connection.baseUrl, credentials }, signal);
      // What was proved is not what the box holds any more.
      if (signal.aborted) return undefined;
      const problem = identityProblem(deps, connection, clientId, proved);
      if (problem === undefined) replacement = { clientId, clientSecret, proved };
      else walk.blame('clientId', problem);
      return undefined;
    } catch (thrown) {
      const { step, sentence } = failureOf(thrown);
      if (step !== 'clientId' || signal.aborted) return sentence;
      walk.blame('clientId', sentence);
      return undefined;
    }
  };
  const walk = new StepWalk<'clientId' | 'secret'>({
    title: l10n.t('Replace Secret of {0}', connection.name),
    steps: () => ['clientId', 'secret'],
    ask: (at, box) => {
      const asking = { prompts, l10n, typed, box };
      if (at === 'clientId') {
        const prompt = l10n.t('The client ID: leave it unless the API client itself was replaced');
        return askText(asking, 'clientId', { prompt, placeholder: l10n.t('Client ID') }, (value) => clientIdProblem(value, l10n));
      }
      const prompt = l10n.t('The present secret stays in use until the new one has been tried out');
      return askText(asking, 'secret', { prompt, placeholder: l10n.t('New client secret'), password: true, check }, (value) =>
        value === '' ? l10n.t('Give the client secret.') : undefined,
      );
    },
  });
  return (await walk.run()) === 'done' ? replacement : undefined;
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

/** @returns what to say when the credentials were replaced; undefined when the person gave up */
export async function replaceFalconSecret(deps: CommandDeps, connection: Connection): Promise<string | undefined> {
  const { store, l10n } = deps;
  const replacement = await askReplacement(deps, connection);
  if (!replacement) return undefined;
  const { clientId, clientSecret, proved } = replacement;
  // As it is now: it may have been changed while the boxes were open.
  const canChangeNow = store.entry(connection.id).canChange;
  const canChange = canChangeNow && isSameTenant(connection, replacement);
  const cid = connection.memberCid ?? proved.cid ?? (clientId === connection.clientId ? connection.cid : undefined);
  await store.change(connection.id, { clientId, clientSecret, missingScopes: proved.missing, cid, canChange });
  return outcome(l10n, connection.name, proved.missing, canChangeNow && !canChange);
}
