/**
 * Setting devices up from the screen: written down, kept on disk, in use at once, and refused whole where it is wrong.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Fault } from '#base/fault.ts';
import type { DeviceSetUp } from '#contract/screen/devices.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import { CASHIER, type TestTill, makeTill } from './testing.ts';

const SCANNER: DeviceSetUp = {
  id: 's',
  kind: 'scanner',
  name: 'Douchette',
  address: 'serial:///dev/ttyUSB0?baud=9600',
};
const WEDGE: DeviceSetUp = {
  id: 'w',
  kind: 'scanner',
  name: 'Clavier',
  address: 'wedge:',
  layout: 'fr',
  repeatMs: 300,
};

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

interface Kept {
  readonly till: TestTill;
  /** What the file holds; set `refuses` to have the disk refuse. */
  readonly file: { devices: readonly DeviceConfig[] | null; refuses: boolean };
}

function tillWithFile(): Kept {
  const file: Kept['file'] = { devices: null, refuses: false };
  const till = makeTill({
    ports: {
      devicesFile: {
        write(devices) {
          if (file.refuses) throw new Fault('device.file-not-written', 'the disk said no');
          file.devices = devices;
        },
      },
    },
  });
  cleanUp.push(() => till.close());
  return { till, file };
}

function rows(till: TestTill): readonly unknown[] {
  return till
    .store()
    .entriesAfter(0, 1_000)
    .filter(({ kind }) => kind === 'devices-changed')
    .map(({ payload }) => {
      const { previous_signature: _chained, ...said } = payload as Record<string, unknown>;
      return said;
    });
}

test('a device that is saved is on disk, in the journal with who did it, and in use', async () => {
  const { till, file } = tillWithFile();
  const page = till.page();
  await page.signIn();
  assert.deepEqual(await page.command('saveDevice', { device: SCANNER }), { kind: 'done' });
  assert.deepEqual(
    file.devices?.map(({ id }) => id),
    ['printer', 's'],
  );
  assert.deepEqual(
    till.hardware.configured.map(({ id }) => id),
    ['printer', 's'],
  );
  assert.deepEqual(till.hardware.asked.enabled, ['s']);
  assert.deepEqual(rows(till), [
    {
      station_id: 'till',
      change: 'added',
      devices: [
        { device_id: 'printer', kind: 'printer', address: 'tcp://127.0.0.1:9100', drawer: true },
        { device_id: 's', kind: 'scanner', address: 'serial:///dev/ttyUSB0?baud=9600' },
      ],
    },
  ]);
  const entry = till.store().entriesAfter(0, 1_000).at(-1);
  assert.deepEqual([entry?.family, entry?.operator], ['L', 'bernard']);
  assert.equal(page.view('devices').devices[1]?.config.name, 'Douchette');
  assert.equal(page.view('status').devices.length, 2);
});

test('a device is changed under its id, and removed by it', async () => {
  const { till, file } = tillWithFile();
  const page = till.page();
  await page.signIn();
  await page.command('saveDevice', { device: SCANNER });
  await page.command('saveDevice', { device: { ...SCANNER, name: 'Lecteur' } });
  assert.equal(file.devices?.[1]?.name, 'Lecteur');
  assert.deepEqual(await page.command('removeDevice', { deviceId: 's' }), { kind: 'done' });
  assert.equal(file.devices?.length, 1);
  assert.deepEqual(await page.command('removeDevice', { deviceId: 's' }), {
    kind: 'refused',
    reason: 'device_unknown',
  });
  assert.deepEqual(
    rows(till).map((payload) => (payload as { readonly change: string }).change),
    ['added', 'changed', 'removed'],
  );
});

test('a disk that takes no file leaves set-up, journal and devices as they were, and says so', async () => {
  const { till, file } = tillWithFile();
  const page = till.page();
  await page.signIn();
  file.refuses = true;
  assert.deepEqual(await page.command('saveDevice', { device: SCANNER }), {
    kind: 'refused',
    reason: 'store_unavailable',
    params: { code: 'device.file-not-written' },
  });
  assert.deepEqual(rows(till), []);
  assert.equal(till.hardware.configured.length, 1);
  assert.ok(page.view('status').notices.some(({ code }) => code === 'device.file-not-written'));
  file.refuses = false;
  assert.equal((await page.command('saveDevice', { device: SCANNER })).kind, 'done');
  assert.ok(!page.view('status').notices.some(({ code }) => code === 'device.file-not-written'));
});

test('two devices with the same address are refused by the name of the other, whatever the speed', async () => {
  const { till } = tillWithFile();
  const page = till.page();
  await page.signIn();
  await page.command('saveDevice', { device: SCANNER });
  const twin = { ...SCANNER, id: 'd', kind: 'display', name: 'Afficheur', address: 'serial:///dev/ttyUSB0?baud=19200' };
  assert.deepEqual(await page.command('saveDevice', { device: twin as DeviceSetUp }), {
    kind: 'refused',
    reason: 'device_invalid',
    params: { why: 'device-same-address', device: 'Afficheur', other: 'Douchette' },
  });
});

test('an address that its kind is never reached by is refused', async () => {
  const { till, file } = tillWithFile();
  const page = till.page();
  await page.signIn();
  for (const [kind, address, problem] of [
    ['printer', 'wedge:', 'address-of-another-kind'],
    ['scanner', 'cups://TM', 'address-of-another-kind'],
    ['card', 'camera:', 'address-of-another-kind'],
    ['display', 'pcsc://ACS', 'address-of-another-kind'],
    ['printer', '10.0.0.8', 'address-invalid'],
    ['printer', 'tcp://10.0.0.8:99999', 'address-invalid'],
    ['printer', 'usb:///dev/../etc/passwd', 'address-invalid'],
    ['printer', 'cups://-o', 'address-invalid'],
  ] as const) {
    const outcome = await page.command('saveDevice', { device: { id: 'x', kind, name: 'X', address } });
    assert.deepEqual(
      outcome,
      { kind: 'refused', reason: 'device_invalid', params: { why: `device-${problem}`, device: 'X' } },
      address,
    );
  }
  assert.equal(file.devices, null);
});

test('a set-up goes out as a text and comes back as it was; a broken one changes nothing', async () => {
  const { till, file } = tillWithFile();
  const page = till.page();
  await page.signIn();
  await page.command('saveDevice', { device: WEDGE });
  const { text } = page.query('deviceSetUp', {});
  assert.ok(text !== null);
  const before = till.hardware.configured;
  await page.command('removeDevice', { deviceId: 'w' });
  for (const broken of [
    '',
    '{',
    '[]',
    '{"devices":[{"id":"a"}]}',
    '{"devices":[]',
    `{"devices":[${JSON.stringify(WEDGE)},${JSON.stringify(WEDGE)}]}`,
    text.replace('"wedge:"', '"wedge:\u0000"'),
  ]) {
    const outcome = await page.command('importDevices', { text: broken });
    assert.equal(outcome.kind === 'refused' && outcome.reason, 'device_invalid', broken);
  }
  assert.equal(file.devices?.length, 1);
  assert.deepEqual(await page.command('importDevices', { text }), { kind: 'done', devices: 2 });
  assert.deepEqual(till.hardware.configured, before);
  assert.deepEqual(file.devices, before);
});

test('an import that is wrong says what and where: how many are too many, the field, the two devices', async () => {
  const { till, file } = tillWithFile();
  const page = till.page();
  await page.signIn();
  const numbered = (length: number): DeviceSetUp[] =>
    Array.from({ length }, (_, n) => ({ ...SCANNER, id: `s${n}`, address: `tcp://10.0.0.${n}:4001` }));
  const spoilt = (spoil: object): unknown[] =>
    numbered(5).map((device, n) => (n === 3 ? { ...device, ...spoil } : device));
  for (const [devices, params] of [
    [numbered(40), { why: 'device-too-many', device: 'Douchette', count: 40, max: 32 }],
    [spoilt({ address: 7 }), { why: 'device-file-place', place: 'devices[3].address' }],
    [spoilt({ address: '' }), { why: 'device-file-place', place: 'devices[3].address' }],
    [spoilt({ colour: 'red' }), { why: 'device-file-place', place: 'devices[3].colour' }],
    [spoilt({ '\u202ex': 1 }), { why: 'device-file-place', place: 'devices[3]' }],
    [spoilt({ address: 'tcp://x' }), { why: 'device-address-invalid', device: 'Douchette' }],
    [spoilt({ id: 's1', name: 'Autre' }), { why: 'device-same-id', device: 'Autre', other: 'Douchette' }],
    ['none', { why: 'device-file' }],
  ] as const) {
    const outcome = await page.command('importDevices', { text: JSON.stringify({ devices }) });
    assert.deepEqual(outcome, { kind: 'refused', reason: 'device_invalid', params });
  }
  assert.equal(file.devices, null);
});

test('a cashier changes no set-up, tries nothing, watches nothing and sees none of it', async () => {
  const { till, file } = tillWithFile();
  const page = till.page();
  await page.signIn(CASHIER);
  const refusals = [
    await page.command('saveDevice', { device: SCANNER }),
    await page.command('removeDevice', { deviceId: 'printer' }),
    await page.command('importDevices', { text: '{"devices":[]}' }),
    await page.command('findDevices', { hosts: [] }),
    await page.command('tryDevice', { trialId: 't', device: SCANNER, test: 'identify' }),
    await page.command('watchDevice', { deviceId: 'printer' }),
    await page.command('exportFrames', { deviceId: 'printer' }),
  ];
  for (const refusal of refusals) {
    assert.deepEqual(refusal, { kind: 'refused', reason: 'no_right', params: { right: 'manage-devices' } });
  }
  assert.equal(page.query('deviceSetUp', {}).text, null);
  assert.deepEqual(page.view('devices'), {
    mayManage: false,
    devices: [],
    profiles: [],
    search: { state: 'none', found: [] },
    trials: [],
    watched: null,
    exported: null,
  });
  assert.equal(file.devices, null);
  assert.deepEqual(till.hardware.asked.searches, []);
});

test('the page is told which devices it hears itself, and says how they stand', async () => {
  const { till } = tillWithFile();
  const page = till.page();
  await page.signIn();
  await page.command('saveDevice', { device: WEDGE });
  assert.deepEqual(page.view('station').pageDevices, [
    { id: 'w', kind: 'scanner', via: 'wedge', layout: 'fr', repeatMs: 300 },
  ]);
  const report = { deviceId: 'w', state: 'trouble', fault: 'camera.denied' } as const;
  assert.deepEqual(await page.command('reportPageDevice', report), { kind: 'done' });
  assert.deepEqual(
    page.view('status').devices.map(({ id, state, fault }) => [id, state, fault]),
    [
      ['printer', 'ready', undefined],
      ['w', 'trouble', 'camera.denied'],
    ],
  );
  assert.equal((await page.command('reportPageDevice', { ...report, deviceId: 'printer' })).kind, 'refused');
  await page.command('reportPageDevice', { ...report, fault: '<script>' });
  assert.equal(page.view('status').devices[1]?.fault, undefined);
});
