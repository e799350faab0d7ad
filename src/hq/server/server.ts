/**
 * Headquarters on the wire: calls of tills, calls of pages, the pages themselves, and what the people who run it look at.
 * It keeps nothing but counts: any number of nodes over one database answer alike.
 */
import rateLimit from '@fastify/rate-limit';
import serveFiles from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import { CALL_FAULTS, type CallFault } from '#contract/sync/request.ts';
import { pageCalls } from '#contract/pages/pages.ts';
import { BODY_BYTES_MAX, calls } from '#contract/sync/sync.ts';
import type { Hq } from '../hq.ts';
import { patiently } from '../store/patience.ts';
import { admission, byteBudget, type Kind, type Places } from './admission.ts';
import { isTooLarge, packed, readBody } from './bodies.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { pageBytesMax, syncBytesMax } from './limits.ts';
import { hqMetrics, type HqMetrics, type MetricSources } from './metrics.ts';
import { openApiDocument, openApiPage } from './open-api.ts';
import { addressOf, seldomWarned } from './strangers.ts';

export interface ServerOptions {
  readonly hq: Pick<Hq, 'answerCall' | 'answerPage' | 'knowsDevice' | 'waiting' | 'close'>;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The built pages; none are served where it is not there. */
  readonly pagesDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly pool: MetricSources['pool'];
  readonly chainsPending: MetricSources['chainsPending'];
  readonly rowsVerified: MetricSources['rowsVerified'];
  /** Answers once the database does; rejects where it does not. */
  readonly ping: () => Promise<void>;
  /** Rows came in: there is something to do. */
  readonly pushed: () => void;
  /** Whether the address of who calls is told by a proxy in front. */
  readonly isBehindProxy: boolean;
  readonly places?: Places;
  readonly guessesPerMinute?: number;
  /** Of bodies, all calls together. */
  readonly bytesAtOnce?: number;
  /** After which whoever asked is answered in any case. */
  readonly callMsMax?: number;
}

export interface HqServer {
  readonly url: string;
  readonly metrics: HqMetrics;
  /** Takes no new connection, answers who waits, lets what is at work end. */
  close(): Promise<void>;
}

const PLACES: Places = { reading: 1_000, working: 200, waiting: 20_000 };
const BYTES_AT_ONCE = 256 * 1_024 * 1_024;
const BUSY_SECONDS = 2;
/** Codes and passwords that one address may try in a minute, besides what the use cases count themselves. */
const GUESSES_PER_MINUTE = 30;
const GUESSED_SYNC = ['enrol', 'recover'];
const GUESSED_PAGES = ['sign-in'];
const CONNECTION_MS_MAX = 60_000;
const READY_MS_MAX = 3_000;
/** Beyond that the database is as good as away: a call that is carried out later is carried out once, also when it is repeated. */
const CALL_MS_MAX = 20_000;
const MS_PER_SECOND = 1_000;

/** Listens. Rejects where the port is taken. */
export async function startServer(options: ServerOptions): Promise<HqServer> {
  const { hq, log, clock } = options;
  const places = admission(options.places ?? PLACES);
  const shareOfBytes = byteBudget(options.bytesAtOnce ?? BYTES_AT_ONCE);
  const metrics = hqMetrics({
    pool: options.pool,
    chainsPending: options.chainsPending,
    rowsVerified: options.rowsVerified,
    tillsWaiting: () => hq.waiting(),
    callsAtWork: () => places.count('working'),
  });
  const warnSeldom = seldomWarned({ log, clock });
  let isClosing = false;
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: options.isBehindProxy,
    // A call that is being sent has a minute; one that waits for news has been sent.
    requestTimeout: CONNECTION_MS_MAX,
    keepAliveTimeout: CONNECTION_MS_MAX,
    forceCloseConnections: 'idle',
    // Whoever still comes while it closes is told so in our own words.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 100 },
    clientErrorHandler(error, socket) {
      // Whoever only went away has nobody to be told.
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
      warnSeldom('request.unreadable', { address: addressOf(socket.remoteAddress ?? ''), code: error.code });
      socket.end(UNREADABLE);
    },
  });
  // Bodies are read by ourselves, whatever they say they are.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS);
    if (isClosing) return refuse(reply.header('connection', 'close').header('retry-after', BUSY_SECONDS), 'hq.busy');
    if (isTooLarge(request.headers['content-length'])) {
      const path = request.url.slice(0, 100);
      log.warn('request.refused', { path, code: 'request.too-large', bytes: request.headers['content-length'] });
      return refuse(reply.header('connection', 'close'), 'request.too-large');
    }
    return undefined;
  });
  app.setErrorHandler((error, request, reply) => {
    const status = (error as { readonly statusCode?: number }).statusCode ?? 500;
    const code = (error as { readonly code?: unknown }).code;
    if (status === 429) {
      warnSeldom('request.too-many', { address: addressOf(request.ip), path: request.url.slice(0, 100) });
      return refuse(reply, 'request.too-many');
    }
    if (status < 500) {
      const fault = status === 413 ? 'request.too-large' : 'request.malformed';
      log.warn('request.refused', { path: request.url.slice(0, 100), code: fault });
      return refuse(reply, fault);
    }
    log.error('request.failed', { path: request.url.slice(0, 100), detail: String(error), code: String(code) });
    return refuse(reply, status === 503 ? 'hq.busy' : 'hq.bug');
  });

  const guesses = { max: options.guessesPerMinute ?? GUESSES_PER_MINUTE, timeWindow: 60_000 };
  const keyGenerator = (request: FastifyRequest): string => addressOf(request.ip);
  await app.register(rateLimit, { global: false, cache: 20_000, keyGenerator });
  // Where somebody signed in before, strangers who share the address cost nothing: such a browser is counted by itself.
  const allowList = async ({ headers, url }: FastifyRequest): Promise<boolean> => {
    if (!url.startsWith(PAGES)) return false;
    return hq.knowsDevice({ cookie: headers.cookie, host: headers.host ?? '' }).catch(() => false);
  };
  // A call that is counted is answered by its own route, however its name is written.
  const counted = (names: readonly string[], base: string, handler: (nameOf: NameOf) => Answer): void => {
    const others = (request: FastifyRequest): string => {
      const name = nameOf(request);
      return names.includes(name) ? UNKNOWN : name;
    };
    app.post(`${base}/:name`, handler(others));
    for (const name of names) {
      app.post(
        `${base}/${name}`,
        { config: { rateLimit: { ...guesses, allowList } } },
        handler(() => name),
      );
    }
  };

  /** What a database that swallows everything would keep waiting for minutes. */
  async function inTime(work: Promise<Answered>, name: string): Promise<Answered> {
    let cancel = (): void => undefined;
    const late = new Promise<Answered>((resolve) => {
      cancel = clock.after(options.callMsMax ?? CALL_MS_MAX, () => {
        log.warn('call.late', { call: name, code: 'hq.database-away' });
        resolve({ status: CALL_FAULTS['hq.database-away'], value: { code: 'hq.database-away' } });
      });
    });
    return Promise.race([work, late]).finally(() => cancel());
  }

  /** Reads, lets in, answers, counts. */
  const answering =
    (base: string, carryOut: (call: Call) => Promise<Answered>) =>
    (nameOfCall: NameOf): Answer =>
    async (request, reply) => {
      const name = nameOfCall(request);
      const kind: Kind = base === SYNC && name === 'feed' ? 'waiting' : 'working';
      const from = clock.monotonicMs();
      const said = (outcome: string): void =>
        metrics.call({ call: labelOf(name, base), outcome, seconds: (clock.monotonicMs() - from) / MS_PER_SECOND });
      const busy = (): FastifyReply => {
        said('hq.busy');
        return refuse(reply.header('retry-after', BUSY_SECONDS), 'hq.busy');
      };
      if (!places.enter('reading')) return busy();
      const share = shareOfBytes();
      const bytesMax = base === SYNC ? syncBytesMax(labelOf(name, base)) : pageBytesMax(name);
      let isInside = false;
      try {
        const body = await readBody(request.raw, { bytesMax, share }).finally(() => places.leave('reading'));
        if ('fault' in body) {
          void reply.header('connection', 'close');
          if (body.fault === 'hq.busy') return busy();
          log.warn('request.refused', { call: labelOf(name, base), code: body.fault });
          said(body.fault);
          return refuse(reply, body.fault);
        }
        isInside = places.enter(kind);
        if (!isInside) return busy();
        const work = (): Promise<Answered> => carryOut({ name, request, text: body.text });
        const { status, value, cookies = [] } = await (kind === 'waiting' ? patiently(work) : inTime(work(), name));
        said(outcomeOf(value, status));
        for (const cookie of cookies) void reply.header('set-cookie', cookie);
        if (status === CALL_FAULTS['hq.busy']) void reply.header('retry-after', BUSY_SECONDS);
        const { bytes, encoding } = await packed(JSON.stringify(value), request.headers['accept-encoding']);
        if (encoding !== undefined) void reply.header('content-encoding', encoding);
        return await reply.code(status).header('cache-control', 'no-store').type('application/json').send(bytes);
      } finally {
        if (isInside) places.leave(kind);
        share.end();
      }
    };

  counted(
    GUESSED_SYNC,
    SYNC,
    answering(SYNC, async ({ name, request, text }) => {
      const { status, body } = await hq.answerCall({ name, headers: request.headers, body: text });
      if (name === 'push') options.pushed();
      return { status, value: body };
    }),
  );
  counted(
    GUESSED_PAGES,
    PAGES,
    answering(PAGES, async ({ name, request, text }) => {
      const { cookie, origin, host } = request.headers;
      const { status, body, setCookies } = await hq.answerPage({
        ...{ name, cookie, origin, host, address: addressOf(request.ip) },
        body: text,
      });
      return { status, value: body, ...(setCookies && { cookies: setCookies }) };
    }),
  );
  mountOperations(app, { ...options, metrics });
  if (existsSync(options.pagesDir)) {
    await app.register(serveFiles, { root: options.pagesDir, cacheControl: false, index: 'index.html' });
  }
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain').send('There is nothing here.\n'));
  const url = await app.listen({ host: options.host, port: options.port });
  return {
    url,
    metrics,
    async close() {
      isClosing = true;
      hq.close();
      await app.close();
    },
  };
}

/** To whoever does not speak HTTP, or has too much to say before the body. */
const UNREADABLE =
  'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 28\r\nconnection: close\r\n\r\n' +
  '{"code":"request.malformed"}';
const SYNC = '/sync/v1';
const PAGES = '/pages/v1';
/** A call that there is not. */
const UNKNOWN = 'unknown';

type NameOf = (request: FastifyRequest) => string;
type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

interface Call {
  readonly name: string;
  readonly request: FastifyRequest;
  readonly text: string;
}

interface Answered {
  readonly status: number;
  readonly value: unknown;
  readonly cookies?: readonly string[];
}

/** For those who run it: whether it lives, whether it can work, what it counts, what it can be asked. */
function mountOperations(app: FastifyInstance, options: ServerOptions & { readonly metrics: HqMetrics }): void {
  const document = JSON.stringify(openApiDocument());
  const page = openApiPage();
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const late = new Promise<never>((_, reject) => options.clock.after(READY_MS_MAX, () => reject(new Error('late'))));
    const isReady = await Promise.race([options.ping(), late]).then(
      () => true,
      () => false,
    );
    return reply
      .code(isReady ? 200 : CALL_FAULTS['hq.database-away'])
      .header('cache-control', 'no-store')
      .send(isReady ? { ok: true } : { code: 'hq.database-away' });
  });
  app.get('/metrics', async (_request, reply) => {
    const text = await options.metrics.text();
    return reply.header('cache-control', 'no-store').type(options.metrics.contentType).send(text);
  });
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(document));
  app.get('/openapi', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
}

function refuse(reply: FastifyReply, code: CallFault): FastifyReply {
  return reply.code(CALL_FAULTS[code]).header('cache-control', 'no-store').send({ code });
}

/** What the metrics call it: names of calls that there are, so that nobody fills them from outside. */
function labelOf(name: string, base: string): string {
  return Object.hasOwn(base === SYNC ? calls : pageCalls, name) ? name : UNKNOWN;
}

function outcomeOf(value: unknown, status: number): string {
  if (typeof value !== 'object' || value === null) return String(status);
  if ('code' in value && typeof value.code === 'string') return value.code;
  if ('kind' in value && typeof value.kind === 'string') return value.kind;
  return 'answered';
}

/** As the route has it: what a second reading of the address makes of it may be another call. */
function nameOf(request: FastifyRequest): string {
  const { name = '' } = request.params as { readonly name?: string };
  return /^[a-z-]{1,40}$/.test(name) ? name : UNKNOWN;
}
