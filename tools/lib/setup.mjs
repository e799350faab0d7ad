/**
 * Installs what a command needs and is not there: the npm packages, and on Debian the system's packages.
 *
 * As root on Debian it installs; as anybody else it stops before anything runs, with the one line to type. Standard
 * output is left alone (it may carry an answer for a program): all talk goes to standard error.
 * Plain JavaScript for Node 20, built-in modules only: this runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './node24.mjs';

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** What a command may need of the system. `debian` lists packages; an inner list holds the names of one package by release. */
const NEEDS = {
  chromium: { what: 'Chromium', present: () => chromiumPath() !== undefined, debian: ['chromium'] },
  fonts: {
    what: 'a font with Arabic letters',
    present: () => existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'),
    debian: ['fonts-dejavu-core'],
  },
  xvfb: { what: 'Xvfb', present: () => onPath('Xvfb') !== undefined, debian: ['xvfb'] },
  xauth: { what: 'xauth', present: () => onPath('xauth') !== undefined, debian: ['xauth'] },
  unzip: { what: 'unzip', present: () => onPath('unzip') !== undefined, debian: ['unzip'] },
  setpriv: { what: 'setpriv', present: () => onPath('setpriv') !== undefined, debian: ['util-linux'] },
  compiler: {
    what: 'a C compiler',
    present: () => onPath('gcc') !== undefined && existsSync('/usr/include/stdio.h'),
    debian: ['gcc', 'libc6-dev'],
  },
  cardBinding: {
    what: 'what card readers (PC/SC) are compiled with',
    present: () => onPath('g++') !== undefined && existsSync('/usr/include/PCSC/winscard.h'),
    debian: ['g++', 'libpcsclite-dev'],
  },
  /** The real parts that the device tests run against. */
  cards: {
    what: 'pcscd and its virtual readers',
    present: undefined,
    debian: ['pcscd', 'vsmartcard-vpcd', 'pcsc-tools', 'umockdev', 'gir1.2-umockdev-1.0', 'python3-gi', 'python3'],
  },
  lines: {
    what: 'pseudo-terminals, udev and HID',
    present: undefined,
    debian: ['socat', 'udev', 'libudev1', 'libusb-1.0-0'],
  },
  pdf: { what: 'poppler', present: () => onPath('pdftotext') !== undefined, debian: ['poppler-utils'] },
  /** Headquarters runs on it as well as on its own; the tests use its programs in folders of theirs. */
  postgresql: { what: 'PostgreSQL', present: hasDebianPostgresql, debian: ['postgresql'] },
  spooler: { what: 'CUPS', present: undefined, debian: ['cups', 'cups-client', 'cups-bsd'] },
  films: { what: 'ffmpeg', present: () => onPath('ffmpeg') !== undefined, debian: ['ffmpeg'] },
  keyboard: { what: 'a keyboard to type on', present: undefined, debian: ['xdotool', 'x11-xkb-utils'] },
  secondScreen: {
    what: 'an X server with two screens',
    present: undefined,
    debian: ['xserver-xorg-core', 'xserver-xorg-video-dummy', 'x11-xserver-utils'],
  },
  electron: {
    what: "Electron's libraries",
    present: undefined,
    debian: [
      ['libgtk-3-0', 'libgtk-3-0t64'],
      'libnss3',
      ['libasound2', 'libasound2t64'],
      'libgbm1',
      'libxss1',
      'libxtst6',
      ['libatspi2.0-0', 'libatspi2.0-0t64'],
      'libsecret-1-0',
      'libnotify4',
    ],
  },
};

function hasDebianPostgresql() {
  const folder = '/usr/lib/postgresql';
  return existsSync(folder) && readdirSync(folder).some((version) => existsSync(path.join(folder, version, 'bin/initdb')));
}

/** The first Chromium-like browser on the path, or undefined. */
export function chromiumPath() {
  for (const name of CHROMIUM_NAMES) {
    const found = onPath(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a program lies on the path, or undefined. */
export function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue; // not in this folder
    }
  }
  return undefined;
}

/**
 * Makes sure that the npm packages of the lock file are installed.
 * No install script is run: every native module we ship brings its binary, so nothing is ever compiled here.
 */
export function installPackages() {
  if (packagesAreCurrent()) return;
  say('Installation des paquets npm… / installing the npm packages…');
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const done = spawnSync(
    program,
    [
      ...first,
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' && program === 'npm' },
  );
  if (done.status !== 0) stop('npm ci failed; its message is above.');
}

/** Whether what lies in node_modules is what the lock file asks for; npm leaves its own list there when it has finished. */
function packagesAreCurrent() {
  const installed = readLock(path.join(ROOT, 'node_modules', '.package-lock.json'));
  const wanted = readLock(path.join(ROOT, 'package-lock.json'));
  if (wanted === undefined) stop('package-lock.json is missing.');
  if (installed === undefined) return false;
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '') continue;
    const there = installed[name];
    if (there === undefined && entry.optional !== true) return false;
    if (there !== undefined && there.version !== entry.version) return false;
  }
  return true;
}

function readLock(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Makes sure that what the system must bring is there; `names` are keys of NEEDS. */
export function installSystemPackages(names) {
  if (process.platform !== 'linux') return;
  const missing = names.map((name) => NEEDS[name]).filter((need) => !isPresent(need));
  if (missing.length === 0) return;
  if (!isDebian()) {
    stop(`Missing on this machine: ${missing.map((need) => need.what).join(', ')}. Please install and start again.`);
  }
  const packages = missing.flatMap((need) => need.debian).filter((item) => !debianHas(item));
  if (process.getuid() !== 0) {
    stop(
      'Il manque des paquets Debian. Une seule ligne à taper : / Debian packages are missing. One line to type:\n\n' +
        `  sudo apt-get install -y --no-install-recommends ${packages.map(availableName).join(' ')}\n`,
    );
  }
  say('Installation des paquets Debian… / installing Debian packages…');
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...packages.map(availableName)]);
}

/** As {@link installSystemPackages}, for what can be done without: never stops, and leaves it out where it cannot install. */
export function installIfRootOnDebian(names) {
  if (process.platform === 'linux' && isDebian() && process.getuid() === 0) installSystemPackages(names);
}

function isPresent(need) {
  if (need.present !== undefined) return need.present();
  return isDebian() ? need.debian.every(debianHas) : true;
}

function isDebian() {
  return existsSync('/etc/debian_version') && onPath('apt-get') !== undefined;
}

/** The packages' own list of installed names, read once. */
let installedNames;

function debianHas(item) {
  if (installedNames === undefined) {
    const listed = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n'], { encoding: 'utf8' });
    const lines = listed.stdout.split('\n').filter((line) => line.startsWith('ii '));
    installedNames = new Set(lines.map((line) => line.slice(2).trim()));
  }
  return [item].flat().some((name) => installedNames.has(name));
}

/** Of the names that a package has had, the one this release offers. */
function availableName(item) {
  const names = [item].flat();
  if (names.length === 1) return names[0];
  const policy = (name) => spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout;
  return names.find((name) => /Candidate: \d/.test(policy(name))) ?? names[0];
}

function apt(args) {
  const done = spawnSync('apt-get', args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status !== 0) stop(`apt-get ${args[0]} failed; its message is above.`);
  installedNames = undefined;
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function stop(text) {
  say(text);
  process.exit(1);
}
