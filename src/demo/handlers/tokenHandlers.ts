/** The two token calls, which carry the client's own credentials in place of a bearer. */
import type { OperationId, Parameters } from '../../api/falcon/operations.ts';
import type { Reply } from '../server/reply.ts';
import { Refusal } from '../server/reply.ts';
import type { Sessions } from '../server/sessions.ts';
import { tokenLifeSeconds } from '../server/sessions.ts';
import type { TenantStore } from '../store/tenantStore.ts';

export interface TokenContext {
  readonly sessions: Sessions;
  readonly store: TenantStore;
  readonly authorization: string | undefined;
  readonly now: number;
}

export type TokenHandler<Id extends OperationId> = (parameters: Partial<Parameters<Id>>, context: TokenContext) => Reply;

/** Token errors come from a service of its own. */
const tokenService = 'csam';

/** As seen in 2025; before, the same answer said "Not Authorized". What stands in the brackets is not recorded in full. */
const clientFailed = 'Client authentication failed (unknown client or wrong secret)';

/**
 * Clients that guess the style of OAuth 2.0 send the credentials as HTTP Basic first. The specification knows only the
 * form fields; that Basic works too is an assumption that spares such clients a refused try.
 */
export const oauth2AccessToken: TokenHandler<'oauth2AccessToken'> = ({ body }, { sessions, store, authorization, now }) => {
  const basic = basicCredentials(authorization);
  const clientId = body?.client_id ?? basic?.clientId ?? '';
  const secret = body?.client_secret ?? basic?.secret ?? '';
  const client = sessions.findClient(clientId);
  // The same answer for an id of the wrong form and for one that this cloud does not know, as recorded.
  if (client === undefined) throw new Refusal(400, `Failed to generate access token for clientID=${clientId}.`, tokenService);
  if (client.clientSecret !== secret) throw new Refusal(403, `Failed to issue access token - ${clientFailed}`, tokenService);

  const memberCid = body?.member_cid || undefined;
  const customer = memberCid === undefined ? store.parent : store.findCustomer(memberCid);
  // Naming the parent itself is refused too: it is no child.
  if (customer === undefined || (memberCid !== undefined && customer === store.parent)) {
    throw new Refusal(403, `Failed to generate access token for customer ID=${memberCid ?? ''}.`, tokenService);
  }
  return { status: 201, record: { access_token: sessions.open(client, customer, now), expires_in: tokenLifeSeconds, token_type: 'bearer' } };
};

/**
 * The client proves itself by HTTP Basic, or is only named by `client_id`, which the specification lists as optional
 * beside the Basic header: which of the two suffices is not documented. A token that nobody knows is no error, as in
 * OAuth 2.0 everywhere.
 */
export const oauth2RevokeToken: TokenHandler<'oauth2RevokeToken'> = ({ body }, { sessions, authorization }) => {
  const basic = basicCredentials(authorization);
  const client = sessions.findClient(basic?.clientId ?? body?.client_id ?? '');
  if (client === undefined || (basic && basic.secret !== client.clientSecret)) {
    throw new Refusal(403, `Failed to revoke access token - ${clientFailed}`, tokenService);
  }
  if (!body?.token) throw new Refusal(400, 'token in form is required', tokenService);
  sessions.close(body.token, client);
  return { status: 200, poweredBy: tokenService };
};

function basicCredentials(authorization: string | undefined): { readonly clientId: string; readonly secret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId, secret: rest.join(':') };
}
