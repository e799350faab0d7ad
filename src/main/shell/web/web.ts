/**
 * The web shell: serves the page on loopback and relays its WebSocket to the till.
 *
 * Only this machine can reach it, only a browser that was given the address can use it, and only the page it serves
 * can speak to it: the Host and the Origin of every request are checked (against DNS rebinding and foreign pages), the
 * cookie is HttpOnly and SameSite=Strict.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { assert } from '#base/assert.ts';
import type { Log } from '#base/log.ts';
import { CUSTOMER_SCREEN, CUSTOMER_WIRE_PATH, WIRE_PATH } from '#contract/screen/bridge.ts';
import { MESSAGE_BYTES_MAX, linkPage } from '../page-link.ts';
import type { TillSupervisor } from '../supervisor.ts';
import { type Asset, readAssets } from '../assets.ts';
import { SECURITY_HEADERS } from '../headers.ts';
import { type WebSession, createWebSessions } from './sessions.ts';

/** A page that takes nothing for this many bytes is gone; it connects again when it wakes. */
const UNTAKEN_BYTES_MAX = 16 * 1024 * 1024;
const CONNECTIONS_MAX = 64;
const LOOPBACK = '127.0.0.1';

export interface WebShellOptions {
  readonly supervisor: TillSupervisor;
  /** The built page. */
  readonly rendererDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Language that the page begins in; the shop's own where absent. */
  readonly lang?: string;
  readonly log: Log;
}

export interface WebShell {
  readonly port: number;
  /** An address that one browser can open once. */
  issueAddress(): string;
  close(): Promise<void>;
}

/** Listens on loopback. Rejects when the port is taken. */
export async function startWebShell(options: WebShellOptions): Promise<WebShell> {
  const { supervisor, log } = options;
  const assets = readAssets(options.rendererDir);
  const sessions = createWebSessions();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX });
  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => answer(request, response));
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head));
  const port = await listen(server, options.port);
  const hosts = new Set([`${LOOPBACK}:${port}`, `localhost:${port}`]);
  const cookieName = `comptoir-${port}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (!hosts.has(request.headers.host ?? '')) return say(response, 421, 'This is not the address of this till.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, 'Only GET is answered here.');
    const url = new URL(request.url ?? '/', `http://${LOOPBACK}`);
    const token = url.searchParams.get('token');
    if (token !== null) return exchange(token, { url, request, response });
    if (sessionOf(request) === undefined) return say(response, 401, NO_SESSION);
    const asset = assets.get(url.pathname);
    if (asset === undefined) return say(response, 404, 'There is nothing here.');
    serve(asset, request, response);
  }

  /** The token leaves the address bar with the redirection; a browser that already has a session keeps it. */
  function exchange(
    token: string,
    {
      url,
      request,
      response,
    }: { readonly url: URL; readonly request: IncomingMessage; readonly response: ServerResponse },
  ): void {
    const isCustomer = url.searchParams.get(CUSTOMER_SCREEN.parameter) === CUSTOMER_SCREEN.value;
    const known = sessionOf(request) !== undefined;
    const cookie = known ? undefined : sessions.redeem(token, isCustomer ? 'customer' : 'operator');
    if (!known && cookie === undefined) return say(response, 401, NO_SESSION);
    response.writeHead(303, {
      ...SECURITY_HEADERS,
      location: isCustomer ? CUSTOMER_PAGE : options.lang === undefined ? '/' : `/?lang=${options.lang}`,
      'cache-control': 'no-store',
      ...(cookie === undefined ? {} : { 'set-cookie': `${cookieName}=${cookie}; Path=/; HttpOnly; SameSite=Strict` }),
    });
    response.end();
  }

  function sessionOf(request: IncomingMessage): WebSession | undefined {
    for (const part of (request.headers.cookie ?? '').split(';')) {
      const [name, value] = part.trim().split('=');
      if (name === cookieName && value !== undefined) return sessions.sessionOf(value);
    }
    return undefined;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const host = request.headers.host ?? '';
    const session = sessionOf(request);
    if (!hosts.has(host)) return reject(socket, '421 Misdirected Request');
    if (request.headers.origin !== `http://${host}`) return reject(socket, '403 Forbidden');
    if (session === undefined) return reject(socket, '401 Unauthorized');
    const { pathname } = new URL(request.url ?? '/', `http://${LOOPBACK}`);
    if (pathname !== WIRE_PATH && pathname !== CUSTOMER_WIRE_PATH) return reject(socket, '404 Not Found');
    // An operator may open a screen for the customer; a customer's browser can open nothing else.
    if (session.role === 'customer' && pathname !== CUSTOMER_WIRE_PATH) return reject(socket, '403 Forbidden');
    const role = pathname === CUSTOMER_WIRE_PATH ? 'customer' : 'operator';
    if (sockets.clients.size >= CONNECTIONS_MAX) return reject(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (page) => join(page, { ...session, role }));
  }

  function join(page: WebSocket, session: WebSession): void {
    const link = linkPage({
      supervisor,
      ...session,
      send(message) {
        if (page.bufferedAmount > UNTAKEN_BYTES_MAX) page.terminate();
        else if (page.readyState === page.OPEN) page.send(JSON.stringify(message));
      },
    });
    page.on('message', (data, isBinary) => link.receiveText(isBinary ? '' : String(data)));
    page.on('close', () => link.close());
    // Too long a message ends the connection (1009); the page connects again, the till never saw it.
    page.on('error', (error) => log.warn('page-connection-error', { detail: error.message }));
  }

  return {
    port,
    issueAddress: () => `http://${LOOPBACK}:${port}/?token=${sessions.issueToken()}`,
    async close() {
      for (const page of sockets.clients) page.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const CUSTOMER_PAGE = `/?${CUSTOMER_SCREEN.parameter}=${CUSTOMER_SCREEN.value}`;

const NO_SESSION =
  'Cette adresse a déjà servi. Relancez la caisse pour en obtenir une nouvelle. / ' +
  'This address was used before. Start the till again for a new one. / ' +
  'استُعمل هذا العنوان من قبل. أعد تشغيل الصندوق للحصول على عنوان جديد.';

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`${text}\n`);
}

function serve(asset: Asset, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': asset.type,
    'content-length': asset.body.length,
    'cache-control': asset.hashed ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : asset.body);
}

function reject(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, rejected) => {
    server.once('error', rejected);
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address();
  assert(typeof address === 'object' && address !== null, 'a listening server has a port');
  return address.port;
}
