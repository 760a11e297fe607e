/** A proxy on loopback that leads every name to the port a test gives it. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerCertificate } from './certificates.ts';

export interface ProxyOptions {
  /** The loopback port behind every name. */
  readonly leadsTo: number;
  /** The `proxy-authorization` that is wanted. */
  readonly authorization?: string;
  /** Answers every CONNECT with this status. */
  readonly refuseWith?: number;
  /** Takes connections and never answers. */
  readonly silent?: boolean;
  readonly certificate?: ServerCertificate;
}

export interface ProxyServer {
  readonly port: number;
  readonly url: string;
  /** The `host:port` of every CONNECT. */
  readonly asked: readonly string[];
  readonly authorizations: readonly (string | undefined)[];
  close(): Promise<void>;
}

export async function startProxy(options: ProxyOptions): Promise<ProxyServer> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = options.certificate ? https.createServer(options.certificate) : http.createServer();
  server.on('connection', keep);
  server.on('connect', (request: http.IncomingMessage, client: Socket) => {
    asked.push(request.url ?? '');
    authorizations.push(request.headers['proxy-authorization']);
    if (options.silent) return;
    const stranger = options.authorization !== undefined && request.headers['proxy-authorization'] !== options.authorization;
    const refused = options.refuseWith ?? (stranger ? 407 : undefined);
    if (refused !== undefined) {
      client.end(`HTTP/1.1 ${refused} Refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = net.connect(options.leadsTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    keep(upstream);
    client.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${options.certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    authorizations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
