/** Lists what the API can do and opens a request document for what is chosen. */
import type { Collection, Operation } from '../api/falcon/operation.ts';
import type { L10n } from '../host/l10n.ts';
import type { PickItem } from '../host/prompts.ts';
import { addressText, requestOperation, requestOperations, scopeText, successorOf } from '../state/requests/requestOperations.ts';
import { requestTemplate } from '../state/requests/requestTemplate.ts';
import type { SentRequest } from '../state/requests/sentRequest.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { askConnection } from './parts/targets.ts';

type Choice = { readonly operation: Operation } | { readonly text: string };

/** In the order of the list; what is deprecated stands below all of them. */
const collections: readonly (readonly [Collection, (l10n: L10n) => string])[] = [
  ['user-management', (l10n) => l10n.t('User Management')],
  ['users-legacy', (l10n) => l10n.t('User Management')],
  ['flight-control', (l10n) => l10n.t('Flight Control')],
  ['sensor-download', (l10n) => l10n.t('Sensor Download')],
];

/** The list knows no such style, so that every character brings its own stroke. */
const struckThrough = (text: string): string => [...text].map((character) => `${character}\u0336`).join('');

function operationItem(operation: Operation, l10n: L10n): PickItem<Choice> {
  const { id, summary, write } = operation;
  const successor = successorOf(operation);
  const scope = scopeText(operation);
  const detail = [successor ? l10n.t('Deprecated: use {0}.', successor) : undefined, summary, scope && l10n.t('Needs {0}.', scope)];
  return {
    label: successor ? struckThrough(id) : id,
    // Who types the id, or hears it, needs it without strokes.
    description: successor ? `${id} · ${addressText(operation)}` : addressText(operation),
    detail: detail.filter(Boolean).join(' '),
    icon: successor ? 'warning' : write ? 'edit' : 'search',
    value: { operation },
  };
}

/** What was sent before can be opened again as it was, but for what held a password. */
function recentItems(recent: readonly SentRequest[], l10n: L10n, locale: string): PickItem<Choice>[] {
  return recent.flatMap(({ operation, tenant, at, ms, ended, traceId, text }) => {
    if (text === undefined) return [];
    const trace = traceId ? [l10n.t('trace {0}', traceId)] : [];
    const description = [tenant, ended, l10n.t('{0} ms', ms.toLocaleString(locale)), new Date(at).toLocaleTimeString(locale), ...trace].join(' · ');
    return [{ label: operation, description, icon: 'history', value: { text } }];
  });
}

const grouped = (group: string, items: readonly PickItem<Choice>[]): PickItem<Choice>[] => items.map((item, at) => (at === 0 ? { ...item, group } : item));

async function choices({ l10n, locale, apiRequests }: CommandDeps): Promise<PickItem<Choice>[]> {
  const items = (operations: readonly Operation[]): PickItem<Choice>[] => operations.map((operation) => operationItem(operation, l10n));
  const current = requestOperations.filter(({ replacedBy }) => !replacedBy);
  return [
    ...grouped(l10n.t('Recent Requests'), recentItems(await apiRequests.recent(), l10n, locale)),
    ...collections.flatMap(([collection, title]) => grouped(title(l10n), items(current.filter((operation) => operation.collection === collection)))),
    ...grouped(l10n.t('Deprecated'), items(requestOperations.filter(({ replacedBy }) => replacedBy))),
  ];
}

async function chosen(deps: CommandDeps, title: string): Promise<Choice | undefined> {
  return deps.prompts.pick({ title, placeholder: deps.l10n.t('Name, path, scope, or what it does'), items: await choices(deps) });
}

export const runOperation: TenantCommand = {
  id: 'falconAdmin.operation.run',
  /** @param given the id of an operation, to open its document without a list */
  async run(deps, [id]) {
    const { l10n, requests } = deps;
    const title = l10n.t('Run API Operation');
    const named = typeof id === 'string' ? requestOperation(id) : undefined;
    const choice = named ? { operation: named } : await chosen(deps, title);
    if (!choice) return;
    if ('text' in choice) return requests.open(choice.text);
    const connection = await askConnection(deps, { title });
    if (connection) await requests.open(requestTemplate(choice.operation, connection.name));
  },
};
