import type { L10n } from '../host/l10n.ts';
import { back } from '../host/prompts.ts';
import type { Prompts } from '../host/prompts.ts';
import type { Connection } from '../state/connection.ts';
import type { Sessions } from '../state/sessions.ts';
import { clientIdProblem } from './connectSteps.ts';
import type { TenantCommand } from './deps.ts';
import { describeMissing } from './missingScopes.ts';
import { failureOf, prove } from './proving.ts';
import type { Proved } from './proving.ts';
import { connectionTargets } from './targets.ts';

interface Replacement {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly proved: Proved;
}

interface Asking {
  readonly prompts: Prompts;
  readonly l10n: L10n;
  readonly sessions: Pick<Sessions, 'candidate' | 'discoverCloud'>;
}

/** Asks for the new credentials until they are proved at the connection's own cloud. */
async function askReplacement({ prompts, l10n, sessions }: Asking, connection: Connection): Promise<Replacement | undefined> {
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
          proof.proved = await prove(sessions, { baseUrl: connection.baseUrl, credentials }, signal);
          return undefined;
        } catch (thrown) {
          const { step, sentence } = failureOf(thrown);
          if (step !== 'clientId') return sentence;
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

export const replaceSecret: TenantCommand = {
  id: 'falconAdmin.connection.replaceSecret',
  async run(deps, given) {
    const { store, sessions, prompts, l10n } = deps;
    const [connection] = await connectionTargets(deps, given, {
      title: l10n.t('Replace Secret'),
      fits: ({ demo }) => !demo,
      none: l10n.t('The demo tenant makes its own credentials.'),
    });
    if (!connection) return;
    const replacement = await askReplacement({ prompts, l10n, sessions }, connection);
    if (!replacement) return;
    const { clientId, clientSecret, proved } = replacement;
    const { missing, cid } = proved;
    await store.change(connection.id, { clientId, clientSecret, missingScopes: missing, cid: connection.memberCid ?? cid ?? connection.cid });
    const lacks = missing.length === 0 ? '' : ` ${l10n.t('Missing: {0}.', describeMissing(missing, l10n))}`;
    void prompts.notify({ severity: 'information', message: l10n.t('{0} uses the new secret.', connection.name) + lacks });
  },
};
