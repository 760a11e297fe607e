/** Ids of Cylance tenants, branded so that a zone's cannot be passed where a user's is wanted. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A user's id: a GUID with hyphens, in lower case. */
export type CylanceUserId = Branded<'CylanceUserId'>;
/** A zone's id: a GUID with hyphens, in lower case. */
export type ZoneId = Branded<'ZoneId'>;

const bare = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/**
 * One spelling of an id, for comparing: some of Cylance's services write the same GUID in upper case and without
 * hyphens. A text that is no GUID is only put in lower case.
 */
export const plainGuid = (text: string): string => text.trim().toLowerCase().replace(bare, '$1-$2-$3-$4-$5');

const guid = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;

/**
 * Reads a GUID that a person pasted: in any case, with or without hyphens and braces.
 * @returns it as Cylance's console shows it, or undefined when the text is none
 */
export function parseGuid(text: string): string | undefined {
  const bareText = text.replaceAll(/[\s{}]/g, '').toLowerCase();
  return guid.test(bareText) ? plainGuid(bareText.replaceAll('-', '')) : undefined;
}

/** Trusts a value that a server or this extension's own storage gave. */
export const asCylanceUserId = (text: string): CylanceUserId => plainGuid(text) as CylanceUserId;
export const asZoneId = (text: string): ZoneId => plainGuid(text) as ZoneId;
