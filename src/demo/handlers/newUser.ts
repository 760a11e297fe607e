import { Refusal } from '../server/reply.ts';
import type { CallContext } from './context.ts';

/** Names in front, a domain behind: no quoted names, and no addresses of machines, in brackets or bare. */
const mailForm = /^[^\s\p{C}@"(),:;<>[\\\]]+@(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*\.)+\p{L}[\p{L}\p{M}\p{N}-]*$/u;
/** The rule that psfalcon applies before it sends a password. */
const passwordRules = [/.{12,}/s, /\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u];

/**
 * Refuses a user who would not be accepted. Bad mail addresses, taken ones and weak passwords answer 400, as
 * CrowdStrike's Terraform provider reports; the messages are not documented. It names one more reason: a CID may have a
 * list of the mail domains that it allows. The CIDs of the demo have none, so any domain is accepted.
 * @returns the user name as it is stored
 */
export function checkNewUser({ uid, password }: { readonly uid: string; readonly password?: string | undefined }, { store }: CallContext): string {
  const stored = uid.trim().toLowerCase();
  // A line break at the end would fall to the trimming and pass.
  if (stored.length > 254 || /\p{Cc}/u.test(uid) || !mailForm.test(stored)) throw new Refusal(400, `invalid uid='${uid}' specified: not an email address`);
  if (password !== undefined && !passwordRules.every((rule) => rule.test(password))) {
    throw new Refusal(400, 'invalid password specified: password policy not met');
  }
  // Unique across all CIDs, those that the session does not see included.
  if (store.findUserByUid(stored)) throw new Refusal(400, `invalid uid='${stored}' specified: user already exists`);
  return stored;
}
