/**
 * The native half of the `smartcard` package, compiled once. It is the one package of ours that brings no binary (why it
 * was chosen all the same: docs/decisions/0007-card-binding.md). Node's own headers come as an npm package, so that
 * nothing is fetched and no Node installation is looked for; the system gives the compiler and PC/SC's headers.
 * Plain JavaScript for Node 20, built-in modules only.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { onPath } from './setup.mjs';
import { ROOT } from './node24.mjs';

const PACKAGE = path.join(ROOT, 'node_modules/smartcard');
const BINDING = path.join(PACKAGE, 'build/Release/smartcard_napi.node');

/** Whether it can be compiled here: elsewhere than on Linux the packaging does it. */
export function canCompileCardBinding() {
  return process.platform === 'linux' && onPath('g++') !== undefined && existsSync('/usr/include/PCSC/winscard.h');
}

/** Compiles it unless it is there. Resolves with whether it is; a failure is told on standard error and is not fatal. */
export async function ensureCardBinding() {
  if (existsSync(BINDING)) return true;
  if (!existsSync(PACKAGE) || !canCompileCardBinding()) return false;
  process.stderr.write('Lecteurs de cartes : compilation… / card readers: compiling…\n');
  const aside = path.join(PACKAGE, `build-${process.pid}`);
  mkdirSync(aside, { recursive: true });
  try {
    await compile(aside);
    mkdirSync(path.dirname(BINDING), { recursive: true });
    renameSync(path.join(aside, 'smartcard_napi.node'), BINDING);
    return true;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return false;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** What its own build file (binding.gyp) says for Linux, each source on its own so that two cores share the work. */
async function compile(aside) {
  const modules = path.join(ROOT, 'node_modules');
  const flags = [
    ...['-O2', '-fPIC', '-std=c++17', '-fexceptions', '-DNAPI_VERSION=8', '-DNAPI_CPP_EXCEPTIONS'],
    ...['-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=smartcard_napi', '-I/usr/include/PCSC'],
    `-I${path.join(modules, 'node-api-headers/include')}`,
    `-I${path.join(modules, 'node-addon-api')}`,
  ];
  const folder = path.join(PACKAGE, 'src');
  const wanted = new Set(readFileSync(path.join(PACKAGE, 'binding.gyp'), 'utf8').match(/src\/\w+\.cpp/g));
  const sources = readdirSync(folder).filter((name) => wanted.has(`src/${name}`));
  const objects = sources.map((name) => path.join(aside, `${name}.o`));
  await Promise.all(sources.map((name, index) => gcc([...flags, '-c', path.join(folder, name), '-o', objects[index]])));
  await gcc(['-shared', ...objects, '-lpcsclite', '-o', path.join(aside, 'smartcard_napi.node')]);
}

function gcc(args) {
  return new Promise((resolve, reject) => {
    const compiler = spawn('g++', args, { stdio: ['ignore', 2, 2] });
    compiler.once('error', reject);
    compiler.once('exit', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`g++ ended with ${status}: card readers will not be read`));
    });
  });
}
