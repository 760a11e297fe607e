/** Replacing the application, or its secret, of a Cylance tenant. */
import type { CylanceMissing } from '../../api/cylance/probe.ts';
import { parseGuid } from '../../core/cylance/ids.ts';
import { cylanceTwinOf } from '../../state/cylance/cylanceConnection.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import { describePrivileges, proveApplication } from './cylanceProving.ts';
import { applicationIdProblem, applicationTwinProblem } from './cylanceSteps.ts';
import type { CommandDeps } from './deps.ts';
import { failureOf } from './proving.ts';
import { askText, StepWalk } from './steps.ts';

/**
 * Asks for the new credentials until they are proved for the connection's own tenant, which the signed token names.
 * @returns what to say when they were replaced; undefined when the person gave up
 */
export async function replaceCylanceSecret({ cylance, prompts, l10n }: CommandDeps, tenant: CylanceConnection): Promise<string | undefined> {
  const { store, sessions } = cylance;
  const { id, name, baseUrl, tenantId } = tenant;
  const typed = { applicationId: tenant.applicationId, secret: '' };
  const applicationId = (): string => parseGuid(typed.applicationId) ?? '';
  let missing: CylanceMissing = [];
  const check = async (secret: string, signal: AbortSignal): Promise<string | undefined> => {
    try {
      const credentials = { tenantId, applicationId: applicationId(), applicationSecret: secret.trim() };
      const found = await proveApplication(sessions, { baseUrl, credentials }, signal);
      if (!signal.aborted) missing = found;
      return undefined;
    } catch (thrown) {
      return failureOf(thrown).sentence;
    }
  };
  const walk = new StepWalk<'applicationId' | 'secret'>({
    title: l10n.t('Replace Secret of {0}', name),
    steps: () => ['applicationId', 'secret'],
    ask: (at, box) => {
      const asking = { prompts, l10n, typed, box };
      if (at === 'applicationId') {
        const prompt = l10n.t('The application ID: leave it unless the application itself was replaced');
        return askText(
          asking,
          'applicationId',
          { prompt, placeholder: l10n.t('Application ID') },
          (value) =>
            applicationIdProblem(value, l10n) ??
            applicationTwinProblem(cylanceTwinOf(store.all, { baseUrl, tenantId, applicationId: applicationId() }, id), l10n),
        );
      }
      const prompt = l10n.t('The present secret stays in use until the new one has been tried out');
      return askText(asking, 'secret', { prompt, placeholder: l10n.t('New application secret'), password: true, check }, (value) =>
        value === '' ? l10n.t('Give the application secret.') : undefined,
      );
    },
  });
  if ((await walk.run()) !== 'done') return undefined;
  await store.change(id, { applicationId: applicationId(), applicationSecret: typed.secret.trim() });
  if (missing.length === 0) return l10n.t('{0} uses the new secret.', name);
  return l10n.t('{0} uses the new secret. Missing: {1}.', name, describePrivileges(missing));
}
