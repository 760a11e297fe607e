/** The changes that rows ask for. */
import { asNewUserKey } from '../changes/change.ts';
import type { Change, CreateUser, GrantRoles, NewUserKey, Person, UserSnapshot } from '../changes/change.ts';
import type { NewUser } from './judgeRow.ts';

export interface UserToMake {
  /** Tells the rows apart. */
  readonly key: NewUserKey;
  readonly user: NewUser;
  /** An earlier run has made the user: only roles are missing. */
  readonly made?: UserSnapshot | undefined;
  /** Epoch milliseconds at which an earlier run did not learn how it ended. */
  readonly doubtfulUser?: number | undefined;
  readonly doubtfulRoles?: number | undefined;
}

const keyForm = /^row-(\d+)$/;
export const keyOfPlace = (place: number): NewUserKey => asNewUserKey(`row-${place}`);

/** The place of the row that a key was made for. */
export function placeOfKey(key: string): number | undefined {
  const digits = keyForm.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const doubt = (doubtfulSince: number | undefined): { readonly doubtfulSince?: number } => (doubtfulSince === undefined ? {} : { doubtfulSince });

function grantOf({ key, user, made, doubtfulRoles }: UserToMake): GrantRoles | undefined {
  const { uid, cid, roles, expiresAt } = user;
  if (!cid || roles.length === 0) return undefined;
  const to: Person = made ?? { key, uid, cid };
  return { kind: 'grant', to, cid, roles, ...(expiresAt && { expiresAt }), ...doubt(doubtfulRoles) };
}

/** First the users, then what they are given. */
export function changesOf(users: readonly UserToMake[]): Change[] {
  const creates = users.flatMap(({ key, user: { uid, cid, names }, made, doubtfulUser }): CreateUser[] =>
    made ? [] : [{ kind: 'createUser', key, uid, cid, names, ...doubt(doubtfulUser) }],
  );
  return [...creates, ...users.flatMap((user) => grantOf(user) ?? [])];
}
