/**
 * The page of the virtual counter on the loopback interface. Only its own page may give orders: a request from
 * another site, or for another host name, is refused.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { CounterView } from './counter.ts';
import type { CounterProduct } from './products.ts';

export interface PageOptions {
  readonly port: number;
  readonly pageDir: string;
  readonly language: string;
  readonly view: () => CounterView;
  readonly order: (name: string) => boolean;
  readonly scan: (code: string) => boolean;
  readonly products: (query: string) => readonly CounterProduct[];
  readonly randomProduct: () => CounterProduct | null;
}

export interface PageHandle {
  readonly address: string;
  /** Something on the counter changed: every open page is told soon. */
  changed(): void;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** A receipt comes as a burst of lines; the page is told once for many of them. */
const TELL_MS = 40;
const BODY_BYTES_MAX = 4_096;
const FILES: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/customer.css': { name: 'customer.css', type: 'text/css; charset=utf-8' },
  '/customer.js': { name: 'customer.js', type: 'text/javascript; charset=utf-8' },
  '/counter.css': { name: 'counter.css', type: 'text/css; charset=utf-8' },
  '/icon.svg': { name: 'icon.svg', type: 'image/svg+xml' },
  '/texts.js': { name: 'texts.js', type: 'text/javascript; charset=utf-8' },
  '/counter.js': { name: 'counter.js', type: 'text/javascript; charset=utf-8' },
};

export async function startPage(options: PageOptions): Promise<PageHandle> {
  const watchers = new Set<ServerResponse>();
  let telling: NodeJS.Timeout | null = null;
  let hosts: readonly string[] = [];

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      response.writeHead(400).end();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!hosts.includes(request.headers.host ?? '') || !fromOurPage(request)) {
      response.writeHead(403).end();
      return;
    }
    const url = new URL(request.url ?? '/', `http://${hosts[0] ?? HOST}`);
    const file = FILES[url.pathname];
    if (request.method === 'GET' && file !== undefined) {
      const headers = {
        'content-type': file.type,
        'content-security-policy': "default-src 'self'",
        'cache-control': 'no-store',
      };
      response.writeHead(200, headers).end(readFileSync(join(options.pageDir, file.name)));
    } else if (request.method === 'GET' && url.pathname === '/events') watch(request, response);
    else if (request.method === 'GET' && url.pathname === '/settings') json(response, { language: options.language });
    else if (request.method === 'GET' && url.pathname === '/products')
      json(response, options.products(url.searchParams.get('q') ?? ''));
    else if (request.method === 'POST' && url.pathname === '/order') {
      json(response, { done: options.order(await bodyOf(request)) });
    } else if (request.method === 'POST' && url.pathname === '/scan') {
      json(response, { heard: options.scan(await bodyOf(request)) });
    } else if (request.method === 'POST' && url.pathname === '/scan-random') {
      const product = options.randomProduct();
      json(response, { heard: product !== null && options.scan(product.code), product });
    } else response.writeHead(404).end();
  }

  function fromOurPage(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    if (origin !== undefined) return hosts.includes(origin.replace(/^http:\/\//, ''));
    return request.method === 'GET' || request.headers['x-counter'] === '1';
  }

  function watch(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    watchers.add(response);
    request.on('close', () => watchers.delete(response));
    response.write(`data: ${JSON.stringify(options.view())}\n\n`);
  }

  function changed(): void {
    if (watchers.size === 0) return;
    telling ??= setTimeout(() => {
      telling = null;
      const event = `data: ${JSON.stringify(options.view())}\n\n`;
      for (const watcher of watchers) watcher.write(event);
    }, TELL_MS);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, resolve);
  });
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : options.port;
  hosts = [`${HOST}:${port}`, `localhost:${port}`];
  return {
    address: `http://${HOST}:${port}/`,
    changed,
    close() {
      if (telling !== null) clearTimeout(telling);
      for (const watcher of watchers) watcher.end();
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function json(response: ServerResponse, value: unknown): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > BODY_BYTES_MAX) throw new Error('too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
