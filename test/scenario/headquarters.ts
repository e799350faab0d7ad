/** Headquarters as it ships, one node or several, and a wire from the tills that can be cut; for scenarios. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const PROGRAM = fileURLToPath(new URL('../../dist/hq.mjs', import.meta.url));
const START_MS_MAX = 90_000;
const SALES_MS_MAX = 60_000;
const announcedSchema = z.object({
  url: z.string(),
  codes: z.array(z.object({ storeName: z.string(), code: z.string() })),
});

export interface RealHq {
  /** Where tills find it: through the wire that can be cut. */
  readonly address: string;
  /** Where people find its pages: through a wire that stays. */
  readonly pages: string;
  readonly codes: readonly string[];
  /** What a page of headquarters asks, as the demonstration's director. */
  ask(name: string, input: object): Promise<unknown>;
  /** Waits until today's takings count so many sales, and no others. A till's strip tells of the last sale two seconds late. */
  counts(sales: number): Promise<void>;
  cut(): void;
  mend(): void;
  /** Ends it as a power cut does; of several nodes, the first. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  /** Ends it, keeps a copy of its own database, and starts it again. */
  backUp(): Promise<void>;
  /** Ends it and starts it with the database of `backUp`; nobody declares anything. */
  putBack(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the demonstration's headquarters in a folder of its own: with a PostgreSQL of its own, or as `nodes` nodes on the
 * one at `databaseUrl`, among which the wires choose in turn.
 */
export async function openHeadquarters(
  options: { readonly databaseUrl?: string; readonly nodes?: number } = {},
): Promise<RealHq> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hq-scenario-'));
  // PostgreSQL runs as somebody who must be able to get there.
  chmodSync(folder, 0o711);
  const env = options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl };
  const startNode = (index: number, port: number): Promise<Running> =>
    start({ data: path.join(folder, `data-${index}`), port, env });
  const first = await startNode(0, 0);
  const nodes = [first];
  while (nodes.length < (options.nodes ?? 1)) nodes.push(await startNode(nodes.length, 0));
  const ports = nodes.map(({ announced }) => Number(new URL(announced.url).port));
  const wire = await openWire(ports);
  const pages = await openWire(ports);
  let cookie = '';
  const present = path.join(folder, 'data-0');
  const backup = path.join(folder, 'backup');

  /** Does something with its files while it does not run. */
  async function asleep(work: () => void): Promise<void> {
    nodes[0]?.child.kill('SIGTERM');
    await nodes[0]?.ended;
    work();
    nodes[0] = await startNode(0, ports[0] ?? 0);
  }

  async function ask(name: string, input: object): Promise<unknown> {
    const url = pages.address;
    const response = await fetch(`${url}/pages/v1/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify(input),
    });
    const body: unknown = await response.json();
    assert.equal(response.status, 200, `${name}: ${JSON.stringify(body)}`);
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return body;
  }

  async function askSignedIn(name: string, input: object): Promise<unknown> {
    if (cookie === '') await ask('sign-in', { login: 'direction', password: 'siege-demo' });
    return ask(name, input);
  }

  return {
    address: wire.address,
    pages: pages.address,
    // Each node that starts makes codes; those of the first stay good.
    codes: first.announced.codes.map(({ code }) => code),
    ask: askSignedIn,
    async counts(sales) {
      const businessDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date());
      let counted = -1;
      for (const endMs = Date.now() + SALES_MS_MAX; counted !== sales && Date.now() < endMs; await pause(100)) {
        const today = await askSignedIn('today', { storeId: null, businessDay, known: null });
        counted = (today as { readonly total: { readonly saleCount: number } }).total.saleCount;
      }
      assert.equal(counted, sales, 'sales of today at headquarters');
    },
    cut: () => wire.cut(),
    mend: () => wire.mend(),
    async kill() {
      nodes[0]?.child.kill('SIGKILL');
      await nodes[0]?.ended;
    },
    async startAgain() {
      nodes[0] = await startNode(0, ports[0] ?? 0);
    },
    async backUp() {
      await asleep(() => copyFolder(present, backup));
    },
    async putBack() {
      await asleep(() => copyFolder(backup, present));
    },
    async close() {
      for (const each of [wire, pages]) await each.close();
      for (const { child, ended } of nodes) {
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a folder what another one is: with the owners, or PostgreSQL takes it for somebody else's. */
function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  readonly announced: z.infer<typeof announcedSchema>;
}

async function start(options: {
  readonly data: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}): Promise<Running> {
  const words = ['--data', options.data, '--port', String(options.port), '--demo'];
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const announced = await new Promise<unknown>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`headquarters did not start:\n${said.join('\n')}`)), START_MS_MAX);
    child.once('exit', (code) => reject(new Error(`headquarters ended with ${code}:\n${said.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      clearTimeout(late);
      resolve(JSON.parse(line));
    });
  });
  return { child, ended, announced: announcedSchema.parse(announced) };
}

/** A wire to one of these ports in turn, the next one where nobody answers; cut, whatever is on its way is lost. */
async function openWire(ports: readonly number[]): Promise<{
  readonly address: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}> {
  let isCut = false;
  let turn = 0;
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  };
  function reach(from: Socket, at: number, triesLeft: number): void {
    const to = connect(ports[at % ports.length] ?? 0, '127.0.0.1');
    keep(to);
    const next = (): void => {
      if (triesLeft > 1 && !from.destroyed) reach(from, at + 1, triesLeft - 1);
      else from.destroy();
    };
    to.once('close', next);
    to.once('connect', () => {
      to.off('close', next);
      to.once('close', () => from.destroy());
      from.once('close', () => to.destroy());
      if (from.destroyed || isCut) return void to.destroy();
      from.pipe(to).pipe(from);
    });
  }
  const server: Server = createServer((from) => {
    if (isCut) return void from.destroy();
    keep(from);
    reach(from, turn++, ports.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  assert.ok(typeof at === 'object' && at !== null);
  const drop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${at.port}`,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      drop();
      await closed;
    },
  };
}
