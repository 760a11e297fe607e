/** The socket side: reads requests whole, keeps the log, waits as long as the network would, and answers. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from './answer.ts';
import { htmlAnswer, send } from './answer.ts';
import type { RequestLog } from './requestLog.ts';
import type { Outcome, Request } from './service.ts';

/** psfalcon stays under 18,500 characters because longer URLs met an HTML page; the exact limit is not documented. */
const longestUrl = 20_000;
const largestBody = 4 * 1024 * 1024;
const urlTooLong = 'Request-URI Too Large';

export interface HttpOptions {
  /** Never rejects. */
  readonly answer: (request: Request) => Outcome | Promise<Outcome>;
  readonly log: RequestLog;
  readonly latencyMs: number;
  readonly now: () => number;
}

/** Makes the server without starting it. `stop` ends open connections and waiting answers at once. */
export function makeHttpServer({ answer, log, latencyMs, now }: HttpOptions): { readonly server: Server; readonly stop: () => Promise<void> } {
  const waiting = new Set<NodeJS.Timeout>();

  const respond = (answer: Answer, response: ServerResponse): void => {
    const delayMs = latencyMs + (answer.delayMs ?? 0);
    if (delayMs === 0) {
      send(answer, response);
      return;
    }
    const timer = setTimeout(() => {
      waiting.delete(timer);
      if (!response.destroyed) send(answer, response);
    }, delayMs);
    waiting.add(timer);
  };

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = 'GET' } = request;
    const url = originForm(request.url ?? '/');
    const mark = url.indexOf('?');
    const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
    const entry = log.begin({ method, path, query, at: now() });
    const finish = (answer: Answer, operation?: string): void => {
      entry.end(operation, answer.cut?.after === 0 ? 0 : answer.status);
      respond(answer, response);
    };
    if (url.length > longestUrl) {
      request.resume();
      finish(htmlAnswer(414, urlTooLong));
      return;
    }
    const refuseBody = (headers: Answer['headers'] = {}): void => {
      finish(htmlAnswer(413, 'Request Entity Too Large', headers));
    };
    if (announcesTooMuch(request)) {
      // Who asks before sending will not send now, so what follows on the connection would be taken for the body.
      refuseBody(request.headers.expect === undefined ? {} : { Connection: 'close' });
      readBody(request, () => undefined);
      return;
    }
    readBody(request, (body) => {
      if (body === undefined) {
        refuseBody({ Connection: 'close' });
        return;
      }
      const { authorization, 'content-type': contentType } = request.headers;
      const outcome = answer({ method, path, query, body, authorization, contentType, address: request.socket.remoteAddress ?? '' });
      const end = (ended: Outcome): void => {
        finish(ended.answer, ended.operation);
      };
      if (outcome instanceof Promise) void outcome.then(end);
      else end(outcome);
    });
  };

  // Headers larger than what Node reads by default, so that an over-long URL gets the page rather than a bare 431.
  const server = createServer({ maxHeaderSize: 256 * 1024, keepAliveTimeout: 75_000 }, listener);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!announcesTooMuch(request)) response.writeContinue();
    listener(request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable) return;
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? `414 ${urlTooLong}` : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  });
  const stop = async (): Promise<void> => {
    for (const timer of waiting) clearTimeout(timer);
    waiting.clear();
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  };
  return { server, stop };
}

/** Proxies name the whole URL in the request line, and every server must take that form. */
function originForm(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?]*/i, '');
  return path.startsWith('/') || path === '*' ? path : `/${path}`;
}

const announcesTooMuch = ({ headers }: IncomingMessage): boolean => Number(headers['content-length'] ?? 0) > largestBody;

/** Gives the body as text, or undefined when it is too large; a request that breaks off gives nothing. */
function readBody(request: IncomingMessage, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // A client that still sends would miss the refusal, so the rest is read and dropped, within reason.
    if (size <= largestBody) chunks.push(chunk);
    else if (size > 16 * largestBody) request.destroy();
  });
  request.on('end', () => {
    done(size <= largestBody ? Buffer.concat(chunks).toString('utf8') : undefined);
  });
  // Ends by itself; without a listener it would end the process.
  request.on('error', () => undefined);
}
