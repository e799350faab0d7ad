import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import type { Log } from '#base/log.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import { systemClock } from '#node/system-clock.ts';
import { superviseTill } from './supervisor.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PIPE = fileURLToPath(new URL('../pipe/pipe.ts', import.meta.url));

/** A till of a few lines: `behaviour` runs with `say`, `restarts` and the messages of the shell. */
async function withTill(
  behaviour: string,
  use: (till: ReturnType<typeof superviseTill>, told: DownMessage[]) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'supervisor-'));
  const program = path.join(folder, 'till.mjs');
  writeFileSync(
    program,
    `import { openInheritedPipe } from ${JSON.stringify(PIPE)};
     const restarts = Number(process.argv[process.argv.indexOf('--restarts') + 1]);
     const pipe = openInheritedPipe({ onMessage: (message) => hear(message), onClose: () => process.exit(0) });
     const say = (message) => pipe.send(message);
     ${behaviour}`,
  );
  const till = superviseTill({
    nodePath: process.execPath,
    tillPath: program,
    args: [],
    clock: systemClock,
    log: silent,
  });
  const told: DownMessage[] = [];
  try {
    await use(till, told);
  } finally {
    await till.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const ANSWERS = `
  function hear(message) {
    if (message.kind === 'stop') process.exit(0);
    const hello = { kind: 'view', topic: 'hello', view: restarts };
    if (message.kind === 'connected') say({ kind: 'down', connection: message.connection, message: hello });
    if (message.kind === 'up') process.kill(process.pid, 'SIGKILL');
  }
  say({ kind: 'ready' });`;

const states = (told: readonly DownMessage[]) =>
  told.filter((message) => message.kind === 'till').map((message) => message.state);

test('a till that dies is started again, and every page is announced to it before it hears that it is up', async () => {
  await withTill(ANSWERS, async (till, told) => {
    await till.settled();
    const page = till.connect('till', (message) => void told.push(message));
    await until(() => told.some((message) => message.kind === 'view'));
    assert.equal(page.receive({}), true);
    await until(() => told.some((message) => message.kind === 'view' && message.view === 1));
    assert.deepEqual(states(told), ['up', 'down', 'up']);
    assert.equal(told.find((message) => message.kind === 'till' && message.state === 'down')?.kind, 'till');
  });
});

test('what a page sends while the till is away is dropped, for the page to send again', async () => {
  await withTill(`function hear() {}`, async (till, told) => {
    const page = till.connect('till', (message) => void told.push(message));
    assert.equal(page.receive({}), false);
    assert.deepEqual(states(told), ['down']);
    await Promise.resolve();
  });
});

test('a till that refuses says why, and is asked again until its cause is gone', async () => {
  const behaviour = `
    function hear(message) { if (message.kind === 'stop') process.exit(0); }
    if (restarts < 2) { say({ kind: 'refused', code: 'store.locked', detail: 'another till' }); setTimeout(() => process.exit(1), 50); }
    else say({ kind: 'ready' });`;
  await withTill(behaviour, async (till, told) => {
    till.connect('till', (message) => void told.push(message));
    const first = await till.settled();
    assert.deepEqual(first, { state: 'refused', code: 'store.locked', detail: 'another till' });
    await until(() => states(told).at(-1) === 'up');
    assert.ok(states(told).includes('refused'));
    assert.equal(
      states(told).filter((state) => state === 'down').length,
      1,
      'a refusal stays on the screen while it is asked again',
    );
  });
});

test('a till that dies again and again is never silent', async () => {
  await withTill(`function hear() {}\nprocess.exit(3);`, async (till, told) => {
    till.connect('till', (message) => void told.push(message));
    const settled = await till.settled();
    assert.equal(settled.state, 'down');
    const last = told.at(-1);
    assert.ok(
      last?.kind === 'till' && last.code === 'till.process-lost' && /5 restarts/.test(last.detail ?? ''),
      JSON.stringify(last),
    );
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 1500, 'waited too long');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
