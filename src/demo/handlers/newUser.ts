import { Refusal } from '../server/reply.ts';
import type { CallContext } from './context.ts';

const mailForm = /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
/** The rule that psfalcon applies before it sends a password. */
const passwordRules = [/.{12,}/s, /\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u];

/**
 * Refuses a user who would not be accepted. Bad mail addresses, taken ones and weak passwords answer 400, as
 * CrowdStrike's Terraform provider reports; the messages are not documented.
 * @returns the user name as it is stored
 */
export function checkNewUser({ uid, password }: { readonly uid: string; readonly password?: string | undefined }, { store }: CallContext): string {
  const stored = uid.trim().toLowerCase();
  if (stored.length > 254 || !mailForm.test(stored)) throw new Refusal(400, `invalid uid='${uid}' specified: not an email address`);
  if (password !== undefined && !passwordRules.every((rule) => rule.test(password))) {
    throw new Refusal(400, 'invalid password specified: password policy not met');
  }
  // Unique across all CIDs, those that the session does not see included.
  if (store.findUserByUid(stored)) throw new Refusal(400, `invalid uid='${stored}' specified: user already exists`);
  return stored;
}
