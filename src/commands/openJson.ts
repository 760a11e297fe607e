import { isNode } from '../state/nodes.ts';
import type { TenantNode } from '../state/nodes.ts';
import type { TenantCommand } from './parts/deps.ts';
import { recordAddress, recordKinds } from './parts/records.ts';
import type { RecordNode } from './parts/records.ts';
import { recordTargets } from './parts/recordTargets.ts';

/** More tabs than this are asked about first. */
const mostUnasked = 10;

const isRecord = (node: TenantNode): node is RecordNode => isNode(node, ...recordKinds);

export const openJson: TenantCommand = {
  id: 'falconAdmin.record.openJson',
  async run(deps, given) {
    const { prompts, documents, view, l10n } = deps;
    const nodes = await recordTargets(deps, given, {
      ...{ fits: isRecord, kinds: ['user', 'cid', 'role'], cylanceKinds: ['user', 'zone'] },
      title: l10n.t('Open as JSON'),
    });
    const question = { message: l10n.t('Open {0} records, each in a tab of its own?', nodes.length), action: l10n.t('Open') };
    if (nodes.length > mostUnasked && !(await prompts.confirm(question))) return;
    const preview = nodes.length === 1;
    await view.run(async (signal) => {
      for (const node of nodes) await documents.show(recordAddress(node), signal, { preview });
    });
  },
};
