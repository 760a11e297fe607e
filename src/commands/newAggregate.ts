import type { QueryTemplate } from '../core/aggregates/templates.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { placeTarget } from './parts/placeTarget.ts';
import type { PlaceTarget } from './parts/placeTarget.ts';

/** `Users by status` becomes `users-by-status`. */
const slugOf = (label: string): string => label.toLowerCase().replaceAll(/[^a-z\d]+/g, '-').replaceAll(/^-|-$/g, '');

/** Without a tenant there is something to write all the same; undefined when the person left the question. */
async function placeMeant(deps: CommandDeps, given: readonly unknown[], title: string): Promise<Partial<PlaceTarget> | undefined> {
  await deps.store.load();
  return deps.store.all.length === 0 ? {} : placeTarget(deps, given, title);
}

export const newAggregate: TenantCommand = {
  id: 'falconAdmin.aggregate.new',
  async run(deps, given) {
    const { prompts, queryFiles, l10n } = deps;
    const title = l10n.t('New Aggregate Query');
    const [{ queryTemplates, templateText }, { editText }, { applyChanges }] = await Promise.all([
      import('../core/aggregates/templates.ts'),
      import('../core/aggregates/editQueries.ts'),
      import('../core/aggregates/textChange.ts'),
    ]);
    const items = queryTemplates.map((template) => ({ label: template.label, detail: template.detail, value: template }));
    const template = await prompts.pick<QueryTemplate>({ title, placeholder: l10n.t('What would you like to count?'), items });
    const place = template && (await placeMeant(deps, given, title));
    if (!place) return;
    const text = templateText(template.id, place.connection?.name);
    const withCid = place.cid === undefined ? text : applyChanges(text, editText(text, { kind: 'set', path: ['cid'], value: place.cid }));
    await queryFiles.create(`${slugOf(template.label)}.falcon-aggregate.json`, withCid);
  },
};
