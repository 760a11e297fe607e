/** Under which keys of SecretStorage connections are kept. */
const prefix = 'falconAdmin.connection.';

export const keyOf = (id: string): string => prefix + id;

/** @returns undefined for the key of something else */
export const idOfKey = (key: string): string | undefined => (key.startsWith(prefix) ? key.slice(prefix.length) : undefined);
