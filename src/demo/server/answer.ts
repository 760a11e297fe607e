/** An answer as it goes over the wire, and the ways to spoil it. */
import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Bytes of the body after which the connection breaks, by an orderly end or a reset. */
  readonly cut?: { readonly after: number; readonly by: 'end' | 'reset' };
  /** Milliseconds to wait before answering, beside the latency. */
  readonly delayMs?: number;
}

export const htmlAnswer = (status: number, title: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html', ...headers },
  body: Buffer.from(`<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`),
});

export function send(answer: Answer, response: ServerResponse): void {
  const { status, headers, body, cut } = answer;
  if (cut?.by === 'reset' && cut.after === 0) {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(status, { ...headers, 'Content-Length': String(body.length) });
  if (cut === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, cut.after), () => {
    if (cut.by === 'reset') response.socket?.resetAndDestroy();
    else response.socket?.end();
  });
}
