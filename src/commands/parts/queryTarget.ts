import { TenantError } from '../../core/errors.ts';
import type { CommandDeps } from './deps.ts';

/**
 * The file of queries that was clicked, or the one that is in front.
 * @throws TenantError when there is none
 */
export function queryTarget({ queryFiles, l10n }: Pick<CommandDeps, 'queryFiles' | 'l10n'>, given: readonly unknown[]): string {
  const address = queryFiles.addressOf(given[0]) ?? queryFiles.active();
  if (address !== undefined) return address;
  throw new TenantError({
    kind: 'notFound',
    message: l10n.t('No aggregate query is open.'),
    nextStep: l10n.t('Open a file that ends in .falcon-aggregate.json, or make one with “Falcon: New Aggregate Query…”.'),
  });
}
