/**
 * Where the till is put together: the only file below the shells that knows store, catalogue, devices and use cases.
 *
 * What can be sold without is left out and said so; what cannot is thrown as a Fault, and the till refuses to open.
 */
import { join } from 'node:path';
import type { Clock } from '#base/clock.ts';
import { Fault, type FaultCode } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import { makeDemoShop } from './demo/demo-shop.ts';
import { launchDevicesProcess, readDevicesFile, startHardware, writeDevicesFile } from './hardware/hardware.ts';
import type { SoftwareIdentity } from '#domain/journal/journal.ts';
import type { Software } from './software.ts';
import { buildAside, catalogueSink, openCatalogue } from './store/catalogue/catalogue.ts';
import type { Drafts } from './store/port.ts';
import {
  type SecondCopy,
  type TillStore,
  continueInNewChain,
  openDrafts,
  openStore,
  LiveSecret,
  shopExists,
  startSecondCopy,
} from './store/store.ts';
import { httpTransport, openHeadquarters, TrustedTime } from './sync/sync.ts';
import { memoryDrafts } from './till/memory-drafts.ts';
import { createPinCheck } from './till/pin-check.ts';
import type { CopyStatus } from './till/ports.ts';
import { createSecrets } from './till/secrets.ts';
import { type Till, startTill } from './till/till.ts';

/** Where everything lies that the till reads and writes. */
export interface TillOptions {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly devicesFile: string;
  /** Where the second copy is kept; none where absent. */
  readonly copyDir?: string;
  readonly migrationsDir: string;
  readonly fontsDir: string;
  readonly demoDir: string;
  readonly devicesProgram: string;
  /** Builds a catalogue in a process of its own. */
  readonly catalogueProgram: string;
  readonly software: Software;
  readonly shellRunId: string;
  readonly restarts: number;
  /** What the shell was told of a headquarters. */
  readonly hqOffered?: { readonly url: string; readonly code: string };
  /** Ends this process, which its shell starts again. */
  readonly startAgain?: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface OpenTill {
  readonly till: Till;
  close(): Promise<void>;
}

/** Opens the shop of a folder, the demo shop in an empty one. Throws a Fault where the till cannot open. */
export async function openTill(options: TillOptions): Promise<OpenTill> {
  const { dataDir, keysDir, migrationsDir, clock, random, log } = options;
  if (!shopExists(dataDir)) await makeFirstShop(options);
  const faults: FaultCode[] = [];
  const tolerate = (fault: Fault): void => {
    log.error('opened-without', { code: fault.code, detail: fault.detail });
    faults.push(fault.code);
  };
  continueInNewChain({ dataDir, keysDir, migrationsDir, software: softwareIdentity(options.software), clock, random });
  const store = openStore({ dataDir, keysDir, migrationsDir, clock, log });
  try {
    const drafts = store.readOnly === null ? openedDrafts(dataDir, tolerate) : memoryDrafts();
    const time = new TrustedTime(clock, store.hq.progress().hqTimeMs);
    // One that cannot be read sells nothing by code; it is tried again until another stands in its place.
    const catalogue = openCatalogue({
      folder: join(dataDir, 'catalogue'),
      nowMs: () => time.nowMs(),
      onUnreadable: tolerate,
    });
    const devices = configuredDevices(options.devicesFile, tolerate);
    const launch = launchDevicesProcess({
      exec: process.execPath,
      args: [options.devicesProgram, '--fonts', options.fontsDir],
    });
    const copy = openedCopy(store, options);
    const secret = new LiveSecret(keysDir);
    const { software } = options;
    const till = startTill({
      store,
      drafts,
      catalogue,
      openHardware: (events) => startHardware({ devices, launch, events, clock, log }),
      devicesFile: { write: (next) => writeDevicesFile(options.devicesFile, next) },
      pins: createPinCheck(secret),
      copy: { status: () => copyStatus(copy) },
      secrets: createSecrets(secret),
      openHq: (events) =>
        openHeadquarters({
          store,
          catalogue: [
            catalogueSink({ catalogue, build: buildAside({ program: options.catalogueProgram }), clock, random, log }),
          ],
          keysDir,
          secret,
          transport: (url) => httpTransport(url, clock),
          time,
          clock,
          random,
          log,
          software,
          events,
        }),
      clock,
      random,
      log,
      software,
      shellRunId: options.shellRunId,
      restarts: options.restarts,
      openingFaults: faults,
      ...(options.hqOffered && { hqOffered: options.hqOffered }),
      ...(options.startAgain && { startAgain: options.startAgain }),
    });
    return {
      till,
      async close() {
        await till.stop();
        await copy?.close();
        catalogue.close();
        drafts.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

async function makeFirstShop(options: TillOptions): Promise<void> {
  const { dataDir, keysDir, migrationsDir, demoDir, clock, random, software } = options;
  options.log.info('making-demo-shop', { dataDir });
  await makeDemoShop({
    dataDir,
    keysDir,
    migrationsDir,
    demoDir,
    tillId: `till-${random.uuid().slice(0, 8)}`,
    software: softwareIdentity(software),
    clock,
    random,
  });
}

/** The software as a genesis names it. */
function softwareIdentity({ version, hash }: Software): SoftwareIdentity {
  return { version, hash, fiscalModuleHash: hash };
}

/** The place named now is kept for the next start. A shop that never named one has no second copy, and is told so. */
function openedCopy(store: TillStore, { copyDir, dataDir, clock, log }: TillOptions): SecondCopy | null {
  if (store.readOnly !== null) return null;
  const isNewPlace = copyDir !== undefined && copyDir !== store.setting(COPY_SETTING);
  if (isNewPlace) {
    store.transact((transaction) => transaction.setSetting(COPY_SETTING, copyDir));
  }
  const place = copyDir ?? store.setting(COPY_SETTING);
  return place === undefined ? null : startSecondCopy({ store, dataDir, place, isNewPlace, clock, log });
}

function copyStatus(copy: SecondCopy | null): ReturnType<CopyStatus['status']> {
  if (copy === null) return { state: 'none', ageMs: null, place: null };
  const { state, ageMs, place } = copy.status();
  return { state, ageMs: ageMs === null ? null : Math.round(ageMs), place };
}

const COPY_SETTING = 'copy-place';

/** A draft file that cannot be opened costs the lines of a killed process, not the sale. */
function openedDrafts(dataDir: string, tolerate: (fault: Fault) => void): Drafts {
  return orElse(() => openDrafts(dataDir), memoryDrafts, tolerate);
}

function configuredDevices(path: string, tolerate: (fault: Fault) => void): readonly DeviceConfig[] {
  return orElse(
    () => readDevicesFile(path),
    () => [],
    tolerate,
  );
}

function orElse<T>(open: () => T, otherwise: () => T, tolerate: (fault: Fault) => void): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    tolerate(error);
    return otherwise();
  }
}
