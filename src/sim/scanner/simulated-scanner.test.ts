import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { reportsOf } from './hid-reports.ts';
import {
  MOCKED,
  mockedAddress,
  ReportsPipe,
  SCENARIOS,
  type ScannerLine,
  SimulatedScanner,
  writeMockedFiles,
} from './simulated-scanner.ts';

/** A line that keeps what is sent. */
class Ear implements ScannerLine {
  readonly address = 'ear:';
  readonly sent: Buffer[] = [];
  listeners = 0;
  plug(): Promise<void> {
    this.listeners = 1;
    return Promise.resolve();
  }
  unplug(): Promise<void> {
    this.listeners = 0;
    return Promise.resolve();
  }
  send(bytes: Uint8Array): boolean {
    this.sent.push(Buffer.from(bytes));
    return this.listeners > 0;
  }
}

async function eared(
  options: ConstructorParameters<typeof SimulatedScanner>[0] = {},
): Promise<{ ear: Ear; scanner: SimulatedScanner }> {
  const ear = new Ear();
  const scanner = new SimulatedScanner({ ...options, line: ear });
  await scanner.plug();
  return { ear, scanner };
}

test('the reports of a boarding pass of 60 letters are those printed in the manual of a reader', () => {
  // Access-IS LSR118 manual, B.1.1: 56 letters with the sign of more to come, then 4 and none.
  const pass = 'M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  XXXX';
  const reports = reportsOf(pass.padEnd(60, 'X'), { maker: 'honeywell', aim: ']Q0' }).map((report) =>
    Buffer.from(report),
  );
  assert.deepEqual(
    reports.map((report) => [report.length, report[0], report[1], report.toString('latin1', 2, 5), report[63]]),
    [
      [64, 2, 56, ']Q0', 1],
      [64, 2, 4, ']Q0', 0],
    ],
  );
  assert.equal(reports[0]?.toString('latin1', 5, 61), pass.slice(0, 56));
});

test('each scenario sends what its name says', async () => {
  const { ear, scanner } = await eared({ aim: true });
  const said = (): string => Buffer.concat(ear.sent.splice(0)).toString('latin1');
  const expected: Partial<Record<(typeof SCENARIOS)[number], string>> = {
    healthy: ']E496385074\r',
    'scan-without-suffix': ']E496385074',
    glued: ']E496385074\r]E496385074\r',
    'half-scan': ']E4963',
    'flow-control': ']E4963\u0013\u001185074\r',
  };
  for (const [name, bytes] of Object.entries(expected)) {
    const scenario = SCENARIOS.find((known) => known === name);
    assert.ok(scenario !== undefined);
    scanner.setScenario(scenario);
    assert.ok(scanner.scan('96385074'));
    assert.equal(said(), bytes, name);
  }
  scanner.setScenario('long');
  scanner.scan('96385074');
  assert.equal(said().length, 10_004);
  scanner.setScenario('unplugged-mid-code');
  scanner.scan('96385074');
  assert.equal(said(), ']E4963');
  assert.equal(scanner.listeners, 0);
});

test('what is said slowly is said in order, and the next scan waits for it', async () => {
  const { ear, scanner } = await eared({ scenario: 'slow' });
  const whole = new Promise<void>((resolve) => {
    const send = ear.send.bind(ear);
    ear.send = (bytes) => {
      const heard = send(bytes);
      if (Buffer.concat(ear.sent).length === 8) resolve();
      return heard;
    };
  });
  scanner.scan('111');
  scanner.scan('222');
  await whole;
  assert.equal(Buffer.concat(ear.sent).toString('latin1'), '111\r222\r');
});

test('a mocked scanner has a description, a report descriptor and a pipe; reports go in as lines that umockdev reads', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-mock-'));
  try {
    const device = MOCKED.honeywell;
    const files = writeMockedFiles(folder, device, 2);
    assert.equal(files.node, '/dev/hidraw2');
    assert.equal(mockedAddress(device), 'hid://0c2e:0b61?serial=SIM0001');
    assert.match(readFileSync(files.deviceFile, 'utf8'), /H: report_descriptor=058C0902A101/);
    assert.match(
      readFileSync(files.ioctlFile, 'utf8').slice(0, 80),
      /^@DEV \/dev\/hidraw2\nHIDIOCGRDESCSIZE 0 43000000\n/,
    );
    assert.ok(statSync(files.reportsPipe).isFIFO());
    const pipe = new ReportsPipe(files.reportsPipe);
    pipe.write(Uint8Array.of(0x02, 0x20, 0x5e, 0x41, 0x0a, 0xff), 7);
    const buffer = Buffer.alloc(100);
    const reader = openSync(files.reportsPipe, 'r+');
    const length = readSync(reader, buffer);
    closeSync(reader);
    assert.equal(buffer.toString('latin1', 0, length), 'r 7 ^B ^`A^J\u00ff\n');
    pipe.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
