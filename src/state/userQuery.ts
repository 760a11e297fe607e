/** What the server is asked for when users are listed or looked for. */
import type { UserQuery } from '../api/falcon/users.ts';
import { fqlAnd, fqlComparison, fqlOr } from '../core/fql/buildFql.ts';
import type { Cid } from '../core/ids.ts';
import type { UserView } from './userView.ts';

/** @param cid left out for a tenant without Flight Control, where every user belongs to the one CID */
export function userQuery(cid: Cid | undefined, view: UserView): UserQuery {
  const members = cid && (view.members === 'home' ? fqlComparison('cid', '', cid) : fqlComparison('assigned_cids', '', [cid]));
  const filter = fqlAnd(members, view.filter);
  return { filter: filter || undefined, sort: view.sort };
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A statement may name 20 different properties, of which this takes three; more words only make it longer. */
const mostWords = 4;

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * The statement that finds users by what a person typed: each word somewhere in the e-mail address or a name. Wildcards
 * tell upper from lower case, so names are looked for as typed, with a capital, and in the usual spelling. Text match
 * (`~`) would not mind, but which properties take it is not published, and a refusal would leave nothing found.
 */
export function findUserFilter(text: string): string | undefined {
  const words = text.trim().split(/\s+/).filter(Boolean).slice(0, mostWords);
  const [first] = words;
  if (first === undefined) return undefined;
  if (words.length === 1 && uuidForm.test(first)) return fqlComparison('uuid', '', first.toLowerCase());
  return fqlAnd(
    ...words.map((word) => {
      const spellings = [...new Set([word, capitalised(word), capitalised(word.toLowerCase())])];
      return fqlOr(
        fqlComparison('uid', '*', `*${word.toLowerCase()}*`),
        ...spellings.flatMap((spelling) => [fqlComparison('first_name', '*', `*${spelling}*`), fqlComparison('last_name', '*', `*${spelling}*`)]),
      );
    }),
  );
}
