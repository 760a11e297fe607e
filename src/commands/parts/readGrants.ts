/** Reads grants before they are needed: what it costs is told first, and what has been read stays when it is cancelled. */
import { isCancelled, toTenantError } from '../../core/errors.ts';
import type { Connection } from '../../state/connection.ts';
import type { FillPlan, FillProgress, FillReport } from '../../state/grants/grantsIndex.ts';
import type { Scope } from '../../state/grants/scope.ts';
import type { TenantDirectory } from '../../state/tenantDirectory.ts';
import type { CommandDeps } from './deps.ts';

/** More requests than this are asked about first. */
const mostUnasked = 100;
const minuteMs = 60_000;
const mostMinutes = 90;

/** Those whom the server marks as having temporary roles: few requests tell all that end. */
export const temporaryScope: Scope = { filter: 'has_temporary_roles:true' };

const mostReadAgain = 20;
const freshMs = 10 * 60_000;

/**
 * To change what people hold, it should be known as it is now: what was read long ago is read again. Of many people what
 * is known has to do; the changes themselves are checked anyway.
 */
export const freshFor = (users: readonly unknown[]): Pick<Reading, 'olderThan'> => (users.length > mostReadAgain ? {} : { olderThan: Date.now() - freshMs });

export interface Reading {
  readonly connection: Connection;
  readonly scope: Scope;
  /** Whose grants, or where: `Acme Retail`. */
  readonly name: string;
  /** Epoch milliseconds: what is older is read again. */
  readonly olderThan?: number | undefined;
  /** The person may go on with what is known already. */
  readonly canDoWithout?: boolean;
}

export interface ReadEnd {
  /** `known`: nothing had to be read, or the person goes on without. */
  readonly how: 'known' | 'read' | 'cancelled';
  /** The first failure, and how many reads failed. */
  readonly failed: number;
  readonly why: string | undefined;
}

type Answer = 'read' | 'known';

function timeText({ l10n, locale }: CommandDeps, minutes: number): string {
  if (minutes <= 1) return l10n.t('less than a minute');
  if (minutes <= mostMinutes) return l10n.t('about {0} minutes', Math.ceil(minutes).toLocaleString(locale));
  return l10n.t('about {0} hours', Math.ceil(minutes / 60).toLocaleString(locale));
}

/** What it takes: requests and time, and for how many pairs of a user and a CID. */
function costText(deps: CommandDeps, { requests, minutes, pairs, isEstimate }: FillPlan): string {
  const { l10n, locale } = deps;
  const [count, time] = [requests.toLocaleString(locale), timeText(deps, minutes)];
  const cost = isEstimate
    ? l10n.t('About {0} requests, {1} at the rate that is left for work in the background.', count, time)
    : l10n.t('{0} requests, {1} at the rate that is left for work in the background.', count, time);
  // Each pair is a request, so fewer requests than pairs go on with what was begun.
  const isBegun = pairs !== undefined && requests < pairs;
  const left = isBegun ? ` ${l10n.t('{0} of {1} pairs of a user and a CID are left.', count, pairs.toLocaleString(locale))}` : '';
  return `${cost}${left}\n\n${l10n.t('It can be cancelled at any time: what has been read is kept, and reading again goes on from there.')}`;
}

async function askCost(deps: CommandDeps, { name, canDoWithout }: Reading, plan: FillPlan, reason: string): Promise<Answer | undefined> {
  const { prompts, l10n } = deps;
  const actions: readonly { readonly label: string; readonly value: Answer }[] = [
    { label: l10n.t('Read'), value: 'read' },
    ...(canDoWithout ? [{ label: l10n.t('Use What Is Known'), value: 'known' as const }] : []),
  ];
  return prompts.decide<Answer>({ message: l10n.t('Read the grants of {0}?', name), detail: `${reason} ${costText(deps, plan)}`, actions });
}

function stageText(deps: CommandDeps, { stage, done, total, remainingMs }: FillProgress): string {
  const { l10n, locale } = deps;
  const figures = l10n.t('{0} of {1}', done.toLocaleString(locale), total.toLocaleString(locale));
  const stages: Readonly<Record<FillProgress['stage'], string>> = {
    assignments: l10n.t('who holds anything where: {0}', figures),
    grants: l10n.t('grants: {0}', figures),
    users: l10n.t('users: {0}', figures),
  };
  const text = stages[stage];
  return remainingMs === undefined ? text : l10n.t('{0}, {1} left', text, timeText(deps, remainingMs / minuteMs));
}

const titleOf = ({ l10n }: CommandDeps, { name }: Reading): string => l10n.t('Reading the grants of {0}', name);

const failuresOf = ({ failed, cidsFailed }: FillReport): readonly string[] => [...failed, ...cidsFailed].map(({ error }) => error.advice);

type Filled = { readonly report: FillReport } | 'cancelled' | 'everyPair';

/** What had been read when it was cancelled is known all the same. */
async function fill(deps: CommandDeps, { index }: TenantDirectory, reading: Reading, mostRequests: number): Promise<Filled> {
  const { scope, olderThan } = reading;
  try {
    const report = await deps.progress(titleOf(deps, reading), (signal, tell) =>
      index.fill(scope, {
        // Nobody is asked about a few requests, so somebody waits for them.
        ...{ signal, olderThan, mostRequests, priority: mostRequests > mostUnasked ? 'background' : 'foreground' },
        onProgress: (progress) => tell({ message: stageText(deps, progress), share: progress.total === 0 ? 0 : progress.done / progress.total }),
      }),
    );
    return { report };
  } catch (thrown) {
    const error = toTenantError(thrown);
    if (isCancelled(error)) return 'cancelled';
    // Only the first answers have told that there is so much more to read.
    if (error.kind === 'invalid' && isEveryPair(index)) return 'everyPair';
    throw thrown;
  }
}

const isEveryPair = (index: TenantDirectory['index']): boolean => index.temporary().coverage.everyPair;

const reasonFor = ({ l10n }: CommandDeps, index: TenantDirectory['index']): string =>
  isEveryPair(index)
    ? l10n.t('The server does not tell who holds anything where, so every user has to be read in every CID.')
    : l10n.t('The server tells what one user holds in one CID at a time, so it is read for every user where the user holds anything.');

const nothingRead: ReadEnd = { how: 'known', failed: 0, why: undefined };

/**
 * Where the server does not take the filter that would spare reads, everything is read, which is asked about as ever.
 * @returns undefined when the person did not want it
 */
export async function readGrants(deps: CommandDeps, reading: Reading): Promise<ReadEnd | undefined> {
  const { filter, ...unfiltered } = reading.scope;
  try {
    return await readScope(deps, reading);
  } catch (thrown) {
    if (filter === undefined || toTenantError(thrown).kind !== 'invalid') throw thrown;
    return readScope(deps, { ...reading, scope: unfiltered });
  }
}

async function readScope(deps: CommandDeps, reading: Reading): Promise<ReadEnd | undefined> {
  const { directories, progress } = deps;
  const directory = await directories.of(reading.connection.id);
  const { index } = directory;
  for (let asked = 0; ; ) {
    const plan = await progress(titleOf(deps, reading), (signal) => index.plan(reading.scope, signal, { olderThan: reading.olderThan }));
    if (plan.requests === 0) return nothingRead;
    const isDear = plan.requests > Math.max(mostUnasked, asked);
    const answer = isDear ? await askCost(deps, reading, plan, reasonFor(deps, index)) : 'read';
    if (answer !== 'read') return answer && nothingRead;
    asked = Math.max(asked, plan.requests);
    const wasEveryPair = isEveryPair(index);
    const filled = await fill(deps, directory, reading, Math.max(mostUnasked, asked));
    if (filled === 'cancelled') return { how: 'cancelled', failed: 0, why: undefined };
    if (filled === 'everyPair') continue;
    const failed = failuresOf(filled.report);
    // That the server's lists are of no use may come out while pairs are read: then most of it is still to be read.
    const hasComeOut = isEveryPair(index) && !wasEveryPair && failed.length === 0;
    if (!hasComeOut) return { how: 'read', failed: failed.length, why: failed[0] };
  }
}
