/**
 * The real service of card readers (pcscd) by itself: its socket lies in the rig's own folder, its virtual reader listens
 * in a network of its own, its USB bus is mocked. Several may run at once, beside the machine's own.
 *
 *   const pcsc = await openPcsc();                              // pcscd runs, the reader is plugged in
 *   const till = startTill({ …, env: pcsc.env });               // device: { kind: 'card', address: 'pcsc://ACS' }
 *   const card = new VirtualCard({ ...pcsc.place, uid: '04a1b2c3d4e580' });
 *   await card.insert(); card.remove();
 *   await pcsc.unplug(); await pcsc.plug();                     // hot plug, as the kernel tells it
 *   pcsc.stall(true);                                           // plugged in, and does not answer
 *   await pcsc.kill(); await pcsc.start();                      // kill -9 leaves its socket behind, as in a shop
 *   await pcsc.close();
 *
 * A program is pointed at it by `env` alone (PCSCLITE_CSOCK_NAME is honoured by libpcsclite 1.9.9); it stays in the
 * machine's own network and folders. `place` is where a virtual card goes, from outside too.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BED_PROGRAM = fileURLToPath(new URL('pcsc-bed.py', import.meta.url));
const READER_SOURCE = fileURLToPath(new URL('pcsc-reader.c', import.meta.url));
/** Python's own packages of Debian; another Python has no `gi`. */
const PYTHON = '/usr/bin/python3';
const VIRTUAL_DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const VIRTUAL_PORT = 35_963;
const START_MS_MAX = 15_000;

const BUNDLE = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>libreader.so</string>
<key>CFBundleName</key><string>CARDRIG</string>
<key>ifdCapabilities</key><string>0x00000000</string>
<key>ifdProtocolSupport</key><string>0x00000001</string>
<key>ifdVersionNumber</key><string>0x00000001</string>
<key>ifdVendorID</key><array><string>0x072F</string></array>
<key>ifdProductID</key><array><string>0x2200</string></array>
<key>ifdFriendlyName</key><array><string>ACS ACR122U</string></array>
</dict></plist>
`;
const FIXED_READERS = `FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x8C7B
LIBPATH ${VIRTUAL_DRIVER}
CHANNELID 0x8C7B
`;

export interface PcscOptions {
  /** `usb` (default): one reader `ACS ACR122U`, plugged and unplugged. `fixed`: the virtual reader as its package sets it up. */
  readonly reader?: 'usb' | 'fixed';
  /** Whether the service runs already (default), and whether the USB reader is plugged in (default). */
  readonly started?: boolean;
  readonly plugged?: boolean;
}

export interface Pcsc {
  /** What a program needs in its environment to find this service and no other. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a virtual card is held to the reader. */
  readonly place: { readonly path: string };
  /** The service's process, while it runs. */
  readonly servicePid: number | null;
  start(): Promise<void>;
  /** Ends it without a word, as a crash does: its socket file stays. */
  kill(): Promise<void>;
  /** The service stops where it is, and goes on. */
  freeze(frozen: boolean): void;
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** The reader is there and does not answer, or does again. */
  stall(stalled: boolean): void;
  /** The reader takes what is sent to the card and gives no answer, until it does. */
  hold(holding: boolean): void;
  close(): Promise<void>;
}

/** Opens the rig. Needs root; close it at the end of the test. */
export async function openPcsc(options: PcscOptions = {}): Promise<Pcsc> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-pcsc-'));
  const usb = (options.reader ?? 'usb') === 'usb';
  furnish(folder, usb);
  const bed = await openBed(folder);
  const socket = path.join(folder, 'run', 'pcscd.comm');
  const place = { path: path.join(folder, 'card.sock') };
  let servicePid: number | null = null;
  let plugged = false;

  const rig: Pcsc = {
    env: { PCSCLITE_CSOCK_NAME: socket },
    place,
    get servicePid() {
      return servicePid;
    },
    async start() {
      if (servicePid !== null) return;
      rmSync(socket, { force: true });
      servicePid = Number(await bed.order('start'));
      await until(() => answers(socket), 'pcscd answers');
    },
    async kill() {
      if (servicePid === null) return;
      process.kill(servicePid, 'SIGKILL');
      servicePid = null;
      await bed.order('wait');
    },
    freeze(frozen) {
      if (servicePid !== null) process.kill(servicePid, frozen ? 'SIGSTOP' : 'SIGCONT');
    },
    async plug() {
      if (!usb || plugged) return;
      plugged = true;
      await bed.order('plug');
    },
    async unplug() {
      if (!plugged) return;
      plugged = false;
      await bed.order('unplug');
    },
    stall: (stalled) => flag(folder, 'stalled', stalled),
    hold: (holding) => flag(folder, 'holding', holding),
    async close() {
      flag(folder, 'stalled', false);
      flag(folder, 'holding', false);
      if (servicePid !== null) process.kill(servicePid, 'SIGKILL');
      servicePid = null;
      await bed.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    if (options.plugged ?? true) await rig.plug();
    if (options.started ?? true) await rig.start();
    return rig;
  } catch (error) {
    await rig.close();
    throw error;
  }
}

/** The version of the service, for the report of real parts. */
export function pcscdVersion(): string {
  const said = execFileSync('pcscd', ['--version'], { encoding: 'utf8' });
  return /version ([\d.]+\d)/.exec(said)?.[1] ?? said;
}

function flag(folder: string, name: string, on: boolean): void {
  const file = path.join(folder, name);
  if (on) writeFileSync(file, '');
  else rmSync(file, { force: true });
}

function furnish(folder: string, usb: boolean): void {
  for (const name of ['run', 'readers', 'drivers']) mkdirSync(path.join(folder, name));
  copyFileSync(VIRTUAL_DRIVER, path.join(folder, 'virtual.so'));
  writeFileSync(path.join(folder, 'readers', 'readers'), usb ? '# none but those of the USB bus\n' : FIXED_READERS);
  if (!usb) return;
  const contents = path.join(folder, 'drivers', 'card-rig.bundle', 'Contents');
  mkdirSync(path.join(contents, 'Linux'), { recursive: true });
  writeFileSync(path.join(contents, 'Info.plist'), BUNDLE);
  const compiled = path.join(contents, 'Linux', 'libreader.so');
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-I/usr/include/PCSC', READER_SOURCE, '-o', compiled, '-ldl']);
}

interface Bed {
  order(word: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * The room that the service runs in: its own mounts (socket folder, drivers of USB readers) and its own network, where the
 * virtual reader's port, open to everybody, is open to nobody; `card.sock` leads to it. All ends with our process.
 */
async function openBed(folder: string): Promise<Bed> {
  const script = [
    'mkdir -p /run/pcscd',
    'mount --bind "$CARD_RIG_FOLDER/run" /run/pcscd',
    'if [ -d "$CARD_RIG_FOLDER/drivers/card-rig.bundle" ]; then mount --bind "$CARD_RIG_FOLDER/drivers" /usr/lib/pcsc/drivers; fi',
    'ip link set lo up',
    `setpriv --pdeathsig KILL socat "UNIX-LISTEN:$CARD_RIG_FOLDER/card.sock,fork" TCP:127.0.0.1:${VIRTUAL_PORT},nodelay 2>/dev/null &`,
    `exec umockdev-wrapper ${PYTHON} "${BED_PROGRAM}" "$CARD_RIG_FOLDER/readers" "$CARD_RIG_FOLDER/pcscd.log"`,
  ].join('\n');
  const room = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', '-m', '-n', 'sh', '-ec', script], {
    env: { ...process.env, CARD_RIG_FOLDER: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  room.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => room.once('close', () => resolve()));
  const answersOf = createInterface({ input: room.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value, done } = await answersOf.next();
    assert.ok(done !== true, 'the mocked bus ended');
    assert.ok(value.startsWith('ok'), value);
    return value.slice(2).trim();
  };
  await answer();
  await until(() => Promise.resolve(existsSync(path.join(folder, 'card.sock'))), 'the way to the reader is open');
  return {
    order(word) {
      room.stdin.write(`${word}\n`);
      return answer();
    },
    close: () => end(room, ended),
  };
}

async function end(room: ChildProcess, ended: Promise<void>): Promise<void> {
  room.stdin?.end();
  const timer = setTimeout(() => room.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(timer);
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(socket);
    line.once('connect', () => {
      line.destroy();
      resolve(true);
    });
    line.once('error', () => resolve(false));
  });
}

async function until(done: () => Promise<boolean>, what: string): Promise<void> {
  const lastMs = performance.now() + START_MS_MAX;
  while (!(await done())) {
    assert.ok(performance.now() < lastMs, `${what}: not within ${START_MS_MAX} ms`);
    await pause(20);
  }
}
