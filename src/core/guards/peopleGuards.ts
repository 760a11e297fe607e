/** Rules about the people a set is about. */
import { personKey, personLabel, personOf, sameNames } from '../changes/change.ts';
import { falconAdministrator } from '../role.ts';
import { shownText } from '../shownText.ts';
import type { Found, Guard } from './guard.ts';

const normal = (uid: string): string => uid.trim().toLowerCase();

export const ownAccount: Guard = {
  id: 'ownAccount',
  severity: 'warn',
  about: 'Changes to the own account (setting falconAdmin.myEmail) are pointed out; what would lock the person out is refused.',
  find: ({ changes }, { myEmail }) => {
    const mine = myEmail === undefined ? '' : normal(myEmail);
    if (mine === '') return [];
    return changes.flatMap((change, row): Found[] => {
      const person = personOf(change);
      if (!person || change.kind === 'createUser' || normal(person.uid ?? '') !== mine) return [];
      const about = { rows: [row], person: personKey(person) };
      switch (change.kind) {
        case 'deleteUser':
          return [{ ...about, severity: 'refuse', sentence: 'This would delete your own account. Ask another administrator to do it.' }];
        case 'revoke': {
          if (!change.roles.some(({ id }) => id === falconAdministrator)) return [{ ...about, sentence: 'This takes roles from your own account.' }];
          const sentence = 'This would take Falcon Administrator from your own account. Ask another administrator to do it.';
          return [{ ...about, severity: 'refuse', sentence }];
        }
        case 'grant':
          return [{ ...about, sentence: 'This changes the roles of your own account.' }];
        case 'renameUser':
          return [{ ...about, sentence: 'This renames your own account.' }];
        default:
          return [{ ...about, sentence: 'This resets your own account: make sure that you can reach your mail and your device for the next login.' }];
      }
    });
  },
};

export const duplicateEmail: Guard = {
  id: 'duplicateEmail',
  severity: 'refuse',
  about: 'An address belongs to one user, across all CIDs.',
  find: ({ changes }, { userWithEmail }) => {
    const seen = new Map<string, number>();
    return changes.flatMap((change, row): Found[] => {
      if (change.kind !== 'createUser') return [];
      const uid = normal(change.uid);
      const earlier = seen.get(uid);
      const about = { person: personKey({ key: change.key, uid, cid: change.cid }) };
      if (earlier !== undefined) return [{ ...about, rows: [earlier, row], sentence: `${uid} is in this list twice. Leave one out.` }];
      seen.set(uid, row);
      // What an earlier run may have made is looked up before it is made again.
      if (change.doubtfulSince !== undefined || !userWithEmail(uid)) return [];
      return [{ ...about, rows: [row], sentence: `There is a user with the address ${uid} already, in this CID or in another one.` }];
    });
  },
};

export const renamedMeanwhile: Guard = {
  id: 'renamedMeanwhile',
  severity: 'refuse',
  about: 'A rename replaces the names that it knows of, not those that somebody else has given meanwhile.',
  find: ({ changes }, { namesNow }) =>
    changes.flatMap((change, row): Found[] => {
      // What may have been carried out already is compared by the run itself.
      if (change.kind !== 'renameUser' || change.doubtfulSince !== undefined) return [];
      const { user, before, after } = change;
      const names = namesNow(user.uuid);
      if (!names || sameNames(names, before) || sameNames(names, after)) return [];
      const shown = shownText(`${names.first} ${names.last}`.trim());
      const found = shown ? `, to “${shown}”` : ' and has no name now';
      const sentence = `${personLabel(user)} has been renamed meanwhile${found}. Leave this out, or refresh and rename the user anew.`;
      return [{ rows: [row], person: personKey(user), sentence }];
    }),
};
