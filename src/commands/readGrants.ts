import type { AccessScope } from './parts/accessScope.ts';
import { scopesGiven, tenantScope } from './parts/accessScope.ts';
import { coverageLines } from './parts/coverageText.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { heldIn } from './parts/heldIn.ts';
import { readGrants } from './parts/readGrants.ts';
import type { Reading, ReadEnd } from './parts/readGrants.ts';
import { connectionTargets } from './parts/targets.ts';
import { failedText } from './parts/whoText.ts';

/** Reads what is left, or all of it again. */
type GoOn = Pick<Reading, 'olderThan'>;

/** Says how it ended. @returns how the person wants to go on, if at all */
async function tellEnd(deps: CommandDeps, of: AccessScope, { how, failed, why }: ReadEnd): Promise<GoOn | undefined> {
  const { prompts, mention, l10n } = deps;
  const { coverage } = await heldIn(deps, of);
  const lines = coverageLines(deps, coverage).join(' ');
  if (failed > 0) {
    const again = l10n.t('Try Again');
    const message = l10n.t('{0}: {1}. {2} {3}', of.name, failedText(deps, failed), why ?? '', lines);
    return (await prompts.notify({ severity: 'warning', message, actions: [again] })) === again ? {} : undefined;
  }
  if (how === 'cancelled') {
    const goOn = l10n.t('Go On');
    const message = l10n.t('{0}: cancelled, what has been read is kept. {1}', of.name, lines);
    return (await prompts.notify({ severity: 'information', message, actions: [goOn] })) === goOn ? {} : undefined;
  }
  if (how === 'known') {
    const again = l10n.t('Read Again');
    const message = l10n.t('{0}: nothing is left to read. {1}', of.name, lines);
    return (await prompts.notify({ severity: 'information', message, actions: [again] })) === again ? { olderThan: Date.now() } : undefined;
  }
  mention(l10n.t('{0}: {1}', of.name, lines));
  return undefined;
}

async function read(deps: CommandDeps, of: AccessScope): Promise<void> {
  for (let goOn: GoOn | undefined = {}; goOn; ) {
    const end = await readGrants(deps, { ...of, ...goOn });
    goOn = end && (await tellEnd(deps, of, end));
  }
}

export const readAllGrants: TenantCommand = {
  id: 'falconAdmin.grants.read',
  async run(deps, given) {
    const asked = given.length > 0 ? [] : await connectionTargets(deps, given, { title: deps.l10n.t('Read All Grants') });
    const scopes = given.length > 0 ? await scopesGiven(deps, given) : asked.map(tenantScope);
    for (const of of scopes) await read(deps, of);
  },
};
