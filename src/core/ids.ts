/** Domain ids are branded, so that a CID cannot be passed where a user's uuid is wanted. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A customer id as the API takes it: 32 lower-case hexadecimal characters, without the two-character checksum. */
export type Cid = Branded<'Cid'>;
/** A user's uuid: dashed, lower case. */
export type UserUuid = Branded<'UserUuid'>;
/** A role's id: a word such as `falconhost_admin`, or 32 hexadecimal characters for a custom role. */
export type RoleId = Branded<'RoleId'>;
/** The id this extension gives a connection when it is made. */
export type ConnectionId = Branded<'ConnectionId'>;

const cidForm = /^([0-9a-f]{32})(?:-[0-9a-z]{2})?$/i;

/**
 * Reads a CID in any form people paste it: upper or lower case, with or without the checksum (`…-3F`).
 * @returns the bare lower-case form, or undefined when the text is no CID.
 */
export function parseCid(text: string): Cid | undefined {
  return cidForm.exec(text.trim())?.[1]?.toLowerCase() as Cid | undefined;
}

/** Trusts a value that a server or this extension's own storage gave. */
export const asCid = (text: string): Cid => text as Cid;
export const asUserUuid = (text: string): UserUuid => text as UserUuid;
export const asRoleId = (text: string): RoleId => text as RoleId;
export const asConnectionId = (text: string): ConnectionId => text as ConnectionId;
