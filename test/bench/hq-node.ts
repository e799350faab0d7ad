/** Headquarters for the benches: nodes in processes of their own, tills that are enrolled there, and how long something takes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HqOrder } from './hq-process.ts';
import { enrolledTill, hqAt, type BenchTill } from './hq-tills.ts';

const ENROLLED_TOGETHER = 10;

export interface HqNode {
  readonly url: string;
  ask(order: HqOrder): Promise<unknown>;
  readonly pid: number;
  /** Memory of its process. */
  residentBytes(): Promise<number>;
  /** Rows that were read of each large table from its beginning to its end, so far. */
  scans(): Promise<ReadonlyMap<string, number>>;
  counts(): Promise<{ readonly rows: number; readonly bytes: number }>;
  end(): Promise<void>;
}

/** Starts a node on a database; `verifier` is another program for the threads that check rows. */
export async function startNode(databaseUrl: string, verifier?: URL): Promise<HqNode> {
  const program = fileURLToPath(new URL('./hq-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', program, databaseUrl, verifier?.href ?? ''], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = lines(child);
  const { url } = (await said.next()) as { url: string };
  const ask = async (order: HqOrder): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(order)}\n`);
    const answer = (await said.next()) as { readonly answer?: unknown; readonly failed?: string };
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer.answer;
  };
  return {
    url,
    ask,
    pid: child.pid ?? 0,
    residentBytes: async () => Number(await ask({ do: 'memory' })),
    scans: async () => new Map((await ask({ do: 'scans' })) as [string, number][]),
    counts: () => ask({ do: 'counts' }) as ReturnType<HqNode['counts']>,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Lines of JSON that a program says, one after the other; rejects when it ends. */
function lines(child: ChildProcess): { next(): Promise<unknown> } {
  const said: unknown[] = [];
  const asked: { readonly resolve: (line: unknown) => void; readonly reject: (error: Error) => void }[] = [];
  if (child.stdout === null) throw new Error('its output is not read');
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const next = asked.shift();
    if (next === undefined) said.push(JSON.parse(line));
    else next.resolve(JSON.parse(line));
  });
  child.once('exit', (code) => {
    for (const { reject } of asked) reject(new Error(`headquarters ended with ${code}`));
  });
  return {
    next: () =>
      said.length > 0
        ? Promise.resolve(said.shift())
        : new Promise((resolve, reject) => asked.push({ resolve, reject })),
  };
}

/** So many tills at a node, enrolled a few at a time. */
export async function newTills(node: HqNode, count: number, name: string): Promise<readonly BenchTill[]> {
  const codes = (await node.ask({ do: 'codes', count })) as string[];
  const hq = hqAt(node.url, codes);
  const tills: BenchTill[] = [];
  while (tills.length < count) {
    const some = Array.from({ length: Math.min(ENROLLED_TOGETHER, count - tills.length) }, (_, at) =>
      enrolledTill(hq, `${name}-${tills.length + at}`),
    );
    tills.push(...(await Promise.all(some)));
  }
  return tills;
}

/** Milliseconds that some work took. */
export async function timed(work: () => Promise<unknown> | undefined): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
