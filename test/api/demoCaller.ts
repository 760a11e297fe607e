/** Starts a demo tenant for the tests of a file and speaks to it over real sockets. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { DemoTenant, DemoTenantOptions } from '../../src/demo/demoTenant.ts';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';

export interface DemoBody {
  readonly meta: {
    readonly query_time: number;
    readonly trace_id: string;
    readonly powered_by: string;
    readonly pagination?: { readonly offset: number; readonly limit: number; readonly total: number };
    readonly writes?: { readonly resources_affected: number };
  };
  readonly errors?: readonly { readonly code: number; readonly message: string; readonly id?: string }[];
  readonly resources?: readonly never[] | null;
}

export interface DemoAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body; reading it fails the test when it is no JSON. */
  readonly body: DemoBody;
  /** `resources` of the body; reading it fails the test when there are none. */
  readonly resources: readonly never[];
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface CallOptions {
  readonly query?: Query;
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export class DemoCaller {
  readonly tenant: DemoTenant;
  #token: string | undefined;

  constructor(tenant: DemoTenant) {
    this.tenant = tenant;
  }

  /** Ends with the test. */
  static async start(context: TestContext, options: DemoTenantOptions = {}): Promise<DemoCaller> {
    const tenant = await startDemoTenant(options);
    context.after(() => tenant.close());
    return new DemoCaller(tenant);
  }

  requestToken(form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<DemoAnswer> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.send('POST', '/oauth2/token', new URLSearchParams(form).toString(), { ...type, ...headers });
  }

  async token({ clientId, clientSecret }: Credentials = this.tenant, memberCid?: string): Promise<string> {
    const form = { client_id: clientId, client_secret: clientSecret };
    const answer = await this.requestToken(memberCid === undefined ? form : { ...form, member_cid: memberCid });
    assert.equal(answer.status, 201, answer.text);
    return (JSON.parse(answer.text) as { access_token: string }).access_token;
  }

  /** Calls with a token of the full client, unless told otherwise; asks for another one when the old one has ended. */
  async call(method: string, path: string, { query = {}, body, token, headers = {} }: CallOptions = {}): Promise<DemoAnswer> {
    const sent = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) for (const each of [value].flat()) sent.append(name, String(each));
    const send = (bearer: string): Promise<DemoAnswer> =>
      this.send(method, sent.size > 0 ? `${path}?${sent.toString()}` : path, body === undefined ? undefined : JSON.stringify(body), {
        authorization: `Bearer ${bearer}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      });
    if (token !== undefined) return send(token);
    this.#token ??= await this.token();
    const answer = await send(this.#token);
    if (answer.status !== 401) return answer;
    this.#token = await this.token();
    return send(this.#token);
  }

  get(path: string, query: Query = {}, token?: string): Promise<DemoAnswer> {
    return this.call('GET', path, { query, ...(token !== undefined && { token }) });
  }

  post(path: string, body: unknown, token?: string): Promise<DemoAnswer> {
    return this.call('POST', path, { body, ...(token !== undefined && { token }) });
  }

  /** Sends exactly this. */
  async send(method: string, pathAndQuery: string, body: string | undefined, headers: Readonly<Record<string, string>>): Promise<DemoAnswer> {
    const response = await fetch(this.tenant.url + pathAndQuery, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    const parsed = (): DemoBody => JSON.parse(text) as DemoBody;
    return {
      status: response.status,
      headers: response.headers,
      text,
      get body() {
        return parsed();
      },
      get resources() {
        const { resources } = parsed();
        assert.ok(resources, text);
        return resources;
      },
    };
  }
}

/** Checks an error answer: its status, its first message and where it says it comes from. */
export function assertRefused(answer: DemoAnswer, status: number, message: RegExp, poweredBy?: string): void {
  assert.equal(answer.status, status, answer.text);
  const { errors, meta } = answer.body;
  assert.equal(errors?.[0]?.code, status);
  assert.match(errors[0].message, message);
  if (poweredBy !== undefined) assert.equal(meta.powered_by, poweredBy);
}

export const paths = {
  queryUsers: '/user-management/queries/users/v1',
  readUsers: '/user-management/entities/users/GET/v1',
  users: '/user-management/entities/users/v1',
  userActions: '/user-management/entities/user-actions/v1',
  grants: '/user-management/combined/user-roles/v2',
  grantsV1: '/user-management/combined/user-roles/v1',
  roleActions: '/user-management/entities/user-role-actions/v1',
  queryRoles: '/user-management/queries/roles/v1',
  readRoles: '/user-management/entities/roles/GET/v2',
  aggregates: '/user-management/aggregates/users/v1',
  queryChildren: '/mssp/queries/children/v1',
  readChildren: '/mssp/entities/children/GET/v2',
  ccid: '/sensors/queries/installers/ccid/v1',
} as const;
