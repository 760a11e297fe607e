/** Starts a demo tenant and speaks the Cylance User API to it over real sockets. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { SignJWT } from 'jose';
import type { DemoTenant, DemoTenantOptions } from '../../src/demo/demoTenant.ts';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';

export interface CylanceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface CylanceUserBody {
  readonly id: string;
  readonly tenant_id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string;
  readonly has_logged_in: boolean;
  readonly role_type: string;
  readonly role_name: string | null;
  readonly default_zone_role_type: string;
  readonly default_zone_role_name: string | null;
  readonly zones: readonly { readonly id: string; readonly role_type: string; readonly role_name: string }[];
  readonly date_last_login: string | null;
  readonly date_email_confirmed: string | null;
  readonly date_created: string;
  readonly date_modified: string;
}

export interface PageBody<T> {
  readonly page_number: number;
  readonly page_size: number;
  readonly total_pages: number;
  readonly total_number_of_items: number;
  readonly page_items: readonly T[];
}

export interface Application {
  readonly applicationId: string;
  readonly applicationSecret: string;
}

export type Claims = Readonly<Record<string, unknown>>;

export class CylanceCaller {
  readonly tenant: DemoTenant;
  readonly #now: () => number;

  constructor(tenant: DemoTenant, now: () => number) {
    this.tenant = tenant;
    this.#now = now;
  }

  /** Ends with the test. */
  static async start(context: TestContext, options: DemoTenantOptions = {}): Promise<CylanceCaller> {
    const tenant = await startDemoTenant({ users: 80, cids: 3, ...options });
    context.after(() => tenant.close());
    return new CylanceCaller(tenant, options.now ?? Date.now);
  }

  /** Claims as documented for the full application, with some replaced; an undefined one is left out. */
  claims(changed: Claims = {}): Claims {
    const iat = Math.floor(this.#now() / 1000);
    const { applicationId: sub, tenantId: tid } = this.tenant.cylance;
    const claims = { iss: 'http://cylance.com', sub, tid, jti: randomUUID(), iat, exp: iat + 1800, ...changed };
    return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  }

  sign(claims: Claims, secret = this.tenant.cylance.applicationSecret, alg = 'HS256'): Promise<string> {
    return new SignJWT({ ...claims }).setProtectedHeader({ alg, typ: 'JWT' }).sign(new TextEncoder().encode(secret));
  }

  exchange(authToken: unknown): Promise<CylanceAnswer> {
    return this.send('POST', '/auth/v2/token', { body: JSON.stringify({ auth_token: authToken }) });
  }

  /** Asks for a token with the documented claims, changed. */
  async ask(changed: Claims = {}, secret?: string): Promise<CylanceAnswer> {
    return this.exchange(await this.sign(this.claims(changed), secret));
  }

  async token(changed: Claims = {}, secret?: string): Promise<string> {
    const answer = await this.ask(changed, secret);
    assert.equal(answer.status, 200, answer.text);
    return (JSON.parse(answer.text) as { access_token: string }).access_token;
  }

  tokenOf({ applicationId, applicationSecret }: Application): Promise<string> {
    return this.token({ sub: applicationId }, applicationSecret);
  }

  get(path: string, token: string): Promise<CylanceAnswer> {
    return this.send('GET', path, { token });
  }

  /** Fails unless the answer has this status. */
  async read<T>(path: string, token: string, status = 200): Promise<T> {
    const answer = await this.get(path, token);
    assert.equal(answer.status, status, answer.text);
    return JSON.parse(answer.text) as T;
  }

  async allUsers(token: string): Promise<CylanceUserBody[]> {
    const users: CylanceUserBody[] = [];
    for (let number = 1, pages = 1; number <= pages; number += 1) {
      const page = await this.read<PageBody<CylanceUserBody>>(`/users/v2?page=${String(number)}&page_size=200`, token);
      pages = page.total_pages;
      users.push(...page.page_items);
    }
    return users;
  }

  async send(method: string, path: string, { token, body }: { readonly token?: string; readonly body?: string } = {}): Promise<CylanceAnswer> {
    const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) };
    const response = await fetch(this.tenant.cylance.url + path, { method, headers, ...(body !== undefined && { body }) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
}

/** Checks a refusal with the commonest of the bodies. */
export function assertMessage(answer: CylanceAnswer, status: number, message: RegExp): void {
  assert.equal(answer.status, status, answer.text);
  const body = JSON.parse(answer.text) as { message: string };
  assert.deepEqual(Object.keys(body), ['message']);
  assert.match(body.message, message);
}
