/** Runs a shop: the virtual counter where there is one, the shell with its till, and the window; until one of them ends. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createFamily } from './children.mjs';
import { openChromiumWindow } from './chromium-window.mjs';
import { putCounterDevices, wantsCounter } from './counter-devices.mjs';
import { electronBinary } from './electron-binary.mjs';
import { ROOT } from './node24.mjs';

const COUNTER_START_MS_MAX = 15_000;
/** A window that goes this soon did not open: the shop stays reachable by its address. */
const WINDOW_FAILED_MS = 3_000;

const WORDS = {
  noDisplay: "Pas d'écran ici : ouvrez l'adresse ci-dessous. / No display here: open the address below.",
  noElectron: 'Electron est introuvable ici ; Chromium le remplace. / No Electron can be had here; Chromium stands in.',
  electronAsRoot:
    'Electron ne protège pas sa page sous root ; Chromium le remplace, sous un autre compte.\n' +
    'Electron does not sandbox its page for root; Chromium stands in, as another user.',
  copyAway: (folder) =>
    `La seconde copie attend : ${folder} n'existe pas. La caisse vend sans elle, et la rattrape dès qu'il est là.\n` +
    `The second copy waits: ${folder} is not there. The till sells without it and catches up once it is.`,
  windowFailed:
    "Chromium n'a pas pu s'ouvrir ; l'adresse ci-dessous reste bonne. / Chromium could not open; use the address below.",
};

/** Resolves with the exit status. */
export async function runShop({ options, onScreen }) {
  const family = createFamily();
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  mkdirSync(options.keys, { recursive: true, mode: 0o700 });
  if (options.copy !== undefined && !existsSync(path.dirname(options.copy))) say(WORDS.copyAway(options.copy));
  const counter = await openCounter({ family, options });
  if (!onScreen && options.shell !== 'none') say(WORDS.noDisplay);
  const electron = chooseElectron({ options, onScreen });
  if (electron === undefined)
    startWebShell({ family, options, counter, withWindow: onScreen && options.shell !== 'none' });
  else startElectronShell({ family, options, counter, electron });
  return family.ended;
}

/** Electron where it was asked for or can be had; undefined means Chromium. */
function chooseElectron({ options, onScreen }) {
  if (options.shell === 'web' || options.shell === 'none' || !onScreen) return undefined;
  const isRoot = process.platform === 'linux' && process.getuid() === 0;
  const asked = options.shell === 'electron';
  const binary = asked || !isRoot ? electronBinary({ mayFetch: true }) : undefined;
  if (asked && binary === undefined) say(WORDS.noElectron);
  if (asked && isRoot && binary !== undefined) {
    say(WORDS.electronAsRoot);
    return undefined;
  }
  return binary;
}

/** The words for the till, whichever shell starts it. */
function shopArguments({ options, devicesFile }) {
  const { data, keys, lang, copy, hq, 'hq-code': code } = options;
  const pairs = { data, keys, devices: devicesFile, lang, copy, hq, 'hq-code': code };
  const given = Object.entries(pairs).filter(([, value]) => value !== undefined);
  return given.flatMap(([name, value]) => [`--${name}`, value]);
}

function startWebShell({ family, options, counter, withWindow }) {
  const port = options.port === undefined ? [] : ['--port', String(options.port)];
  const more = withWindow ? ['--windows', '1'] : [];
  const shell = family.start(process.execPath, [
    path.join(ROOT, 'dist/shell-web.mjs'),
    ...shopArguments({ options, devicesFile: counter?.devicesFile ?? options.devices }),
    ...port,
    ...more,
  ]);
  endWith(family, shell, 'shell-web');
  let told = false;
  // A shell that never got as far as an address leaves the devices as the till that is open knows them.
  shell.once('exit', () => told || counter?.putBack());
  createInterface({ input: shell.stdout }).on('line', (line) => {
    if (!line.startsWith('{') || told) return void process.stderr.write(`${line}\n`);
    told = true;
    const { windows = [], ...announced } = JSON.parse(line);
    process.stdout.write(`${JSON.stringify({ ...announced, ...(counter && { counter: counter.page }) })}\n`);
    if (withWindow) openWindow({ family, address: windows[0], kiosk: options.kiosk });
    if (withWindow && counter) openCounterWindow({ family, counter });
    if (!withWindow) tellAddress(announced.address, counter);
  });
}

/** The counter lies beside the till; closing it closes nothing else. */
function openCounterWindow({ family, counter }) {
  openChromiumWindow({ family, address: counter.page, kiosk: false, size: '480,860', position: '1290,0' });
}

function openWindow({ family, address, kiosk }) {
  const openedAt = Date.now();
  const window = openChromiumWindow({ family, address, kiosk });
  if (window === undefined) return;
  window.once('exit', (code) => {
    if (code !== 0 && Date.now() - openedAt < WINDOW_FAILED_MS) {
      say(WORDS.windowFailed);
    } else {
      void family.endAll(0);
    }
  });
}

function startElectronShell({ family, options, counter, electron }) {
  const shell = family.start(
    electron,
    [
      ROOT,
      ...shopArguments({ options, devicesFile: counter?.devicesFile ?? options.devices }),
      ...(options.kiosk ? ['--kiosk'] : []),
      ...(options['one-screen'] ? ['--one-screen'] : []),
    ],
    { stdio: ['ignore', 2, 2], env: { ...process.env, COMPTOIR_NODE: process.execPath } },
  );
  endWith(family, shell, 'Electron');
  if (counter) openCounterWindow({ family, counter });
}

function endWith(family, shell, name) {
  shell.once('error', (error) => {
    say(`${name}: ${error.message}`);
    void family.endAll(1);
  });
  shell.once('exit', (code) => void family.endAll(code ?? 1));
}

/**
 * Starts the virtual counter for a demonstration shop, and puts its devices into the shop's devices.json beside what was
 * set up there by hand, unless other devices were asked for. A shop is one when it is asked to be, when it is new, or when it
 * had the counter before.
 */
async function openCounter({ family, options }) {
  if (options.devices !== undefined) return undefined;
  const devicesFile = path.join(options.data, 'devices.json');
  const isNew = !existsSync(path.join(options.data, 'till.db'));
  if (!wantsCounter(devicesFile) || !(options.demo || isNew || existsSync(devicesFile))) return undefined;
  const language = options.lang === undefined ? [] : ['--lang', options.lang];
  const counter = family.start(process.execPath, [path.join(ROOT, 'dist/sim-counter.mjs'), ...language]);
  const announced = await firstObject(counter);
  const putBack = putCounterDevices({ devicesFile, offered: announced.devices });
  return { devicesFile, page: announced.address, putBack };
}

/** The first line of a program's output that is a JSON object. */
function firstObject(child) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the virtual counter did not start in time')), COUNTER_START_MS_MAX);
    child.once('exit', (code) => reject(new Error(`the virtual counter ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      clearTimeout(late);
      resolve(JSON.parse(line));
    });
  });
}

function tellAddress(address, counter) {
  say(`\nComptoir : ${address}`);
  if (counter) say(`Comptoir virtuel / virtual counter : ${counter.page}`);
  say('Ctrl+C pour arrêter. / Ctrl+C to stop.\n');
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
