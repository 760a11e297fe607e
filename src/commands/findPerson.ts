import { personReport } from '../core/personReport.ts';
import { emailProblem } from '../core/userFields.ts';
import { isNode } from '../state/nodes.ts';
import { allTenants, askTenant, loadTenants } from './parts/anyTenant.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { lookUpPerson } from './parts/lookUpPerson.ts';
import { nodesGiven } from './parts/targets.ts';

/** Servers may send an empty text where they know no address. */
const told = (email: string | undefined): string | undefined => email?.trim() || undefined;

/** The address of the user that was clicked, or that a panel names; undefined where none was, or the server does not tell it. */
function addressGiven(deps: CommandDeps, given: readonly unknown[]): string | undefined {
  const [named] = given;
  if (typeof named === 'object' && named !== null && 'email' in named) return typeof named.email === 'string' ? told(named.email) : undefined;
  const [node] = nodesGiven(deps, given);
  if (isNode(node, 'cylanceUser')) return told(node.user.email);
  return isNode(node, 'user', 'holder') ? told(node.user.uid) : undefined;
}

export const findPerson: TenantCommand = {
  id: 'falconAdmin.person.find',
  async run(deps, given) {
    const { prompts, progress, texts, l10n } = deps;
    const title = l10n.t('Find Person Everywhere');
    await loadTenants(deps);
    const tenants = allTenants(deps);
    // Says what to do where there is none.
    if (tenants.length === 0) await askTenant(deps, { title });
    const clicked = addressGiven(deps, given);
    const typed =
      clicked ??
      (await prompts.input({
        title,
        placeholder: 'ada@example.com',
        prompt: l10n.t('The e-mail address to look up in every connected tenant'),
        validate: emailProblem,
      }));
    if (typed === undefined) return;
    const email = typed.trim().toLowerCase();
    const findings = await progress(l10n.t('Looking for {0}', email), (signal, report) => {
      let asked = 0;
      return Promise.all(
        tenants.map(async (one) => {
          const finding = await lookUpPerson(deps, one, email, signal);
          asked++;
          report({ message: l10n.t('{0} of {1} tenants', asked, tenants.length), share: asked / tenants.length });
          return finding;
        }),
      );
    });
    await texts.show({ name: `${email}.txt`, text: personReport(email, findings, Date.now()) });
  },
};
