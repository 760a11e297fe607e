/** Answers the requests of the Cylance User API v2, which share the server with the Falcon API but nothing else. */
import type { Answer } from '../server/answer.ts';
import type { Fault, Faults } from '../server/faults.ts';
import type { RateWindow } from '../server/rateWindow.ts';
import { Refusal } from '../server/reply.ts';
import type { Outcome, Request } from '../server/service.ts';
import { spoil } from '../server/spoiling.ts';
import type { ErrorShape } from './cylanceErrors.ts';
import { errorAnswer, jsonType } from './cylanceErrors.ts';
import type { CylanceReply, CylanceRow } from './cylanceHandlers.ts';
import { cylanceRows } from './cylanceHandlers.ts';
import type { PastTheEnd } from './cylancePages.ts';
import type { DateForm } from './cylanceRecords.ts';
import type { CylanceSessions } from './cylanceSessions.ts';
import type { CylanceStore } from './cylanceStore.ts';
import { exchangeToken } from './cylanceTokens.ts';

/** Habits of the server that nobody documents, so that a client must cope with each. */
export interface CylanceHabits {
  readonly dates: DateForm;
  readonly pastTheEnd: PastTheEnd;
  /** In place of the usual shapes, for every error. */
  readonly errorShape: ErrorShape | undefined;
  /** Whether a 429 says when to come again. */
  readonly retryAfter: boolean;
}

export interface CylanceParts extends CylanceHabits {
  readonly store: CylanceStore;
  readonly sessions: CylanceSessions;
  /** Of the tenant: all its applications share it. Number, window and scope of the real limit are not documented. */
  readonly rate: RateWindow;
  readonly faults: Faults;
  readonly faultsOnTokens: boolean;
  readonly now: () => number;
}

/** How long a client is asked to stay away after a 429 that no limit caused. */
const faultPauseMs = 1000;

const tokenId = 'cylanceToken';

/** Nothing of the Falcon API has such a path. */
export const isCylancePath = (path: string): boolean => /^\/(?:auth|users|zones)\/v2(?:\/|$)/.test(path);

/** A slash at the end is tolerated, as public clients send it. */
const pathPattern = /^\/(?<collection>auth|users|zones)\/v2(?:\/(?<target>[^/]+)(?:\/(?<action>invite|resetpassword))?)?\/?$/;

export class CylanceService {
  readonly #parts: CylanceParts;

  constructor(parts: CylanceParts) {
    this.#parts = parts;
  }

  async answer(request: Request): Promise<Outcome> {
    const { collection = '', target, action } = pathPattern.exec(request.path)?.groups ?? {};
    if (collection === 'auth') {
      if (target !== 'token' || action !== undefined) return { operation: undefined, answer: this.#error(404, 'Not Found') };
      if (request.method !== 'POST') return { operation: undefined, answer: this.#error(405, 'Method Not Allowed', { Allow: 'POST' }) };
      return { operation: tokenId, answer: await this.#answerToken(request) };
    }
    const form = action ?? (target === undefined ? 'list' : 'one');
    const rows = cylanceRows.filter((row) => row.collection === collection && row.form === form);
    if (rows.length === 0) return { operation: undefined, answer: this.#error(404, 'Not Found') };
    const row = rows.find(({ method }) => method === request.method);
    if (row !== undefined) return { operation: row.id, answer: this.#answerRow(row, target ?? '', request) };
    return { operation: undefined, answer: this.#error(405, 'Method Not Allowed', { Allow: rows.map(({ method }) => method).join(', ') }) };
  }

  async #answerToken({ body }: Request): Promise<Answer> {
    const { store, sessions, rate, faults, faultsOnTokens } = this.#parts;
    const now = this.#parts.now();
    const admission = rate.admit(now);
    if (!admission.admitted) return this.#tooMany(admission.retryAt, now);
    const carryOut = async (): Promise<Answer> => {
      try {
        return written({ status: 200, body: { access_token: await exchangeToken(body, { sessions, tenantId: store.tenantId, now }) } });
      } catch (thrown) {
        return this.#failure(thrown);
      }
    };
    const fault = faultsOnTokens ? faults.draw() : undefined;
    if (fault === undefined) return carryOut();
    const answer = fault.afterEffect ? await carryOut() : this.#error(500, '');
    return this.#spoilt(fault, () => answer, now);
  }

  #answerRow(row: CylanceRow, target: string, request: Request): Answer {
    const { sessions, rate, faults } = this.#parts;
    const now = this.#parts.now();
    const admission = rate.admit(now);
    if (!admission.admitted) return this.#tooMany(admission.retryAt, now);
    const session = sessions.find(/^Bearer\s+(\S+)$/i.exec(request.authorization ?? '')?.[1] ?? '', now);
    if (session === undefined) return this.#error(401, 'Unauthorized');
    if (!session.scopes.has(row.scope)) return this.#error(403, 'insufficient privileges');
    const carryOut = (): Answer => this.#carryOut(row, target, request, now);
    const fault = faults.draw();
    return fault === undefined ? carryOut() : this.#spoilt(fault, carryOut, now);
  }

  #carryOut(row: CylanceRow, target: string, { query, body }: Request, now: number): Answer {
    const { store, dates, pastTheEnd } = this.#parts;
    try {
      return written(row.run({ store, target: decoded(target), query, body, now, dates, pastTheEnd }));
    } catch (thrown) {
      return this.#failure(thrown);
    }
  }

  #spoilt(fault: Fault, carryOut: () => Answer, now: number): Answer {
    const refuse = (status: 429 | 500): Answer => (status === 429 ? this.#tooMany(now + faultPauseMs, now) : this.#error(500, 'Internal Server Error'));
    return spoil(fault, { carryOut, refuse });
  }

  #failure(thrown: unknown): Answer {
    return thrown instanceof Refusal ? this.#error(thrown.status, thrown.message) : this.#error(500, 'Internal Server Error');
  }

  #tooMany(retryAt: number, now: number): Answer {
    const seconds = String(Math.max(1, Math.ceil((retryAt - now) / 1000)));
    return this.#error(429, 'Too Many Requests', this.#parts.retryAfter ? { 'Retry-After': seconds } : {});
  }

  #error(status: number, message: string, headers: Answer['headers'] = {}): Answer {
    return errorAnswer(status, message, this.#parts.errorShape, headers);
  }
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    throw new Refusal(400, 'The path is not valid.');
  }
}

function written({ status, body }: CylanceReply): Answer {
  if (body === undefined) return { status, headers: {}, body: Buffer.alloc(0) };
  return { status, headers: jsonType, body: Buffer.from(JSON.stringify(body)) };
}
