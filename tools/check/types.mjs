/**
 * Types, by `tsc -b`, and the proof that it looked: every TypeScript file belongs to a project, and each layer's own
 * compiler options refuse what `tools/planted/types.mjs` plants there.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../lib/node24.mjs';
import { PLANTED_TYPES } from '../planted/types.mjs';
import { filesBelow } from './files.mjs';

const wanted = [...filesBelow('src', /\.tsx?$/), ...filesBelow('test', /\.tsx?$/)];
const problems = [...compile(), ...unclaimed(), ...PLANTED_TYPES.flatMap(([layer, texts]) => uncaught(layer, texts))];

process.stdout.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length === 0 ? 0 : 1;

function compile() {
  const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const done = spawnSync(process.execPath, [compiler, '-b', '--pretty', 'false'], { cwd: ROOT, encoding: 'utf8' });
  if (done.status === 0) return [];
  return [`${done.stdout}${done.stderr}`.trimEnd()];
}

/** Files that no project compiles: nothing would ever check them. */
function unclaimed() {
  const { references } = project('.').raw;
  const claimed = new Set(references.flatMap((reference) => project(reference.path).fileNames));
  return wanted
    .filter((file) => !claimed.has(path.join(ROOT, file)))
    .map((file) => `${file} belongs to no project of tsconfig.json`);
}

function uncaught(layer, texts) {
  const { options } = project(layer);
  const files = new Map(texts.map((text, at) => [path.join(ROOT, layer, `planted-${at}.ts`), `${text}\nexport {};\n`]));
  const settings = { ...options, noEmit: true, composite: false, emitDeclarationOnly: false, incremental: false };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, version) =>
    files.has(name) ? ts.createSourceFile(name, files.get(name), version) : getSourceFile(name, version);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  const program = ts.createProgram({ rootNames: [...files.keys()], options: settings, host });
  return [...files].flatMap(([name, text]) => {
    const source = program.getSourceFile(name);
    const found = program.getSemanticDiagnostics(source).length > 0;
    return found ? [] : [`the types of ${layer} let through: ${text.split('\n')[0]}`];
  });
}

function project(folder) {
  const file = path.join(ROOT, folder, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, path.dirname(file), undefined, file);
}
