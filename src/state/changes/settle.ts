/** Finds out whether a change whose answer was lost has been carried out. */
import type { Clock } from '../../api/clock.ts';
import type { CallOptions, FalconClient } from '../../api/falcon/client.ts';
import { readGrants } from '../../api/falcon/grants.ts';
import { readUsers } from '../../api/falcon/users.ts';
import { sameEnd, snapshotOf } from '../../core/changes/change.ts';
import type { Change, CreateUser, GrantRoles, RenameUser, RevokeRoles, UserSnapshot } from '../../core/changes/change.ts';
import { directGrant } from '../../core/changes/planRoles.ts';
import { fqlComparison } from '../../core/fql/buildFql.ts';
import type { Grant } from '../../core/grant.ts';
import { asUserUuid } from '../../core/ids.ts';
import type { UserUuid } from '../../core/ids.ts';
import type { User } from '../../core/user.ts';
import { watch } from './look.ts';
import type { Sight } from './look.ts';

export interface SettleContext {
  readonly client: FalconClient;
  readonly clock: Clock;
  readonly options: CallOptions;
  /** Epoch milliseconds: when it was first sent. */
  readonly since: number;
  /** Epoch milliseconds: when it was last sent. */
  readonly sentAt: number;
  /** Only an earlier run has sent it, which began at `since`; the moment of its last sending is not known. */
  readonly isEarlier: boolean;
  /** The user of a grant. */
  readonly uuid: UserUuid | undefined;
  /** Aborted: one look more, and no further waiting. */
  readonly signal: AbortSignal | undefined;
}

export type Settlement =
  | { readonly found: 'done'; readonly created?: UserSnapshot }
  | { readonly found: 'notDone'; readonly message?: string }
  | { readonly found: 'unknown'; readonly unreachable: boolean; readonly message?: string };

/** Terraform's provider saw reads disagree for more than half a minute after a change of roles. */
const grantsSettleMs = 90_000;
/** A gateway may give up a moment before the service does. */
const usersSettleMs = 10_000;
/** How far the clocks of this machine and the server may be apart. */
const clockToleranceMs = 10 * 60_000;
/** How long after its beginning an earlier run may have sent a row; what was made later may be somebody else's. */
const earlierRunMs = 15 * 60_000;

/** @returns undefined for changes that leave nothing to look at: resets and raw operations */
export async function settle(change: Change, context: SettleContext): Promise<Settlement | undefined> {
  switch (change.kind) {
    case 'createUser':
      return settleCreate(change, context);
    case 'renameUser':
      return settleUser(change.user.uuid, context, (user) => sightOfNames(change, user));
    case 'deleteUser':
      return settleUser(change.user.uuid, context, (user) => (user ? 'before' : 'wanted'));
    case 'grant':
    case 'revoke':
      return settleRoles(change, context);
    default:
      return undefined;
  }
}

function sightOfNames({ before, after }: RenameUser, user: User | undefined): Sight {
  const shows = ({ first, last }: RenameUser['after']): boolean => (user?.first_name ?? '') === first && (user?.last_name ?? '') === last;
  if (shows(after)) return 'wanted';
  return shows(before) ? 'before' : 'other';
}

async function settleUser(uuid: UserUuid, context: SettleContext, judge: (user: User | undefined) => Sight): Promise<Settlement> {
  const look = async (): Promise<Sight> => judge((await readUsers(context.client, [uuid], context.options))[0]);
  return conclude(look, context, usersSettleMs, 1);
}

async function conclude(look: () => Promise<Sight>, context: SettleContext, settleMs: number, agreeing: number): Promise<Settlement> {
  const { clock, signal, sentAt } = context;
  const { sight, answered } = await watch(look, { clock, signal, agreeing, until: sentAt + settleMs });
  if (sight === 'wanted') return { found: 'done' };
  return sight === 'before' ? { found: 'notDone' } : { found: 'unknown', unreachable: !answered };
}

const sameAddress = (left: string | undefined, right: string): boolean => left?.trim().toLowerCase() === right.trim().toLowerCase();

/**
 * Somebody with this address proves only something when the account is of the age and the form that was asked for: it
 * may have been there before, and an undo would then delete a stranger.
 */
async function settleCreate(change: CreateUser, context: SettleContext): Promise<Settlement> {
  const { client, options, since, sentAt, isEarlier } = context;
  let found: User | undefined;
  const look = async (): Promise<Sight> => {
    const filter = fqlComparison('uid', '', change.uid.trim().toLowerCase());
    const { resources } = await client.call('queryUserV1', { filter, limit: 10 }, options);
    const users = await readUsers(client, resources.map(asUserUuid), options);
    found = users.find(({ uid }) => sameAddress(uid, change.uid));
    return found ? 'wanted' : 'before';
  };
  const settlement = await conclude(look, context, usersSettleMs, 1);
  if (settlement.found !== 'done' || !found) return settlement;
  const createdAt = Date.parse(found.created_at ?? '');
  if (createdAt < since - clockToleranceMs) {
    return { found: 'notDone', message: `There is a user with the address ${change.uid} since ${found.created_at}; none was made.` };
  }
  const fits = (!change.cid || found.cid === change.cid) && (found.first_name ?? '') === change.names.first && (found.last_name ?? '') === change.names.last;
  if (createdAt > (isEarlier ? since + earlierRunMs : sentAt + clockToleranceMs)) {
    const message =
      `There is a user with the address ${change.uid} since ${found.created_at}, which is later than this was sent: ` +
      'somebody else may have made it. Look at it before going on.';
    return { found: 'unknown', unreachable: false, message };
  }
  if (fits && !Number.isNaN(createdAt)) return { found: 'done', created: snapshotOf(found) };
  const message = `There is a user with the address ${change.uid} now, and it cannot be told whether this made it. Look at it before going on.`;
  return { found: 'unknown', unreachable: false, message };
}

async function settleRoles(change: GrantRoles | RevokeRoles, context: SettleContext): Promise<Settlement> {
  const { client, options } = context;
  const userUuid = change.kind === 'revoke' ? change.user.uuid : context.uuid;
  if (!userUuid) return { found: 'unknown', unreachable: false };
  const look = async (): Promise<Sight> => sightOfRoles(change, await readGrants(client, { userUuid, cid: change.cid }, options));
  return conclude(look, context, grantsSettleMs, 2);
}

/** A call is carried out as a whole or not at all, so roles that differ mean that the server has not settled. */
function sightOfRoles(change: GrantRoles | RevokeRoles, grants: readonly Grant[]): Sight {
  const asWanted = change.roles.filter(({ id }) => {
    const direct = directGrant(grants, change.cid, id);
    return change.kind === 'revoke' ? !direct : direct && sameEnd(direct.expires_at, change.expiresAt);
  });
  if (asWanted.length === change.roles.length) return 'wanted';
  return asWanted.length === 0 ? 'before' : 'other';
}
