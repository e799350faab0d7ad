/**
 * What the till stands on. Use cases see these ports and nothing of SQLite, processes or files.
 */
import type { Clock } from '#base/clock.ts';
import type { FaultCode } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import type { StatusView } from '#contract/screen/views.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import type { Hardware, HardwareEvents } from '#main/hardware/port.ts';
import type { PinCheck } from './pin-check.ts';
import type { Catalogue } from '#main/store/catalogue-port.ts';
import type { Drafts, Store } from '#main/store/port.ts';
import type { HqEvents, OpenHeadquarters } from '#main/sync/sync.ts';

export interface TillPorts {
  readonly store: Store;
  readonly drafts: Drafts;
  readonly catalogue: Catalogue;
  readonly openHardware: (events: HardwareEvents) => Hardware;
  readonly devicesFile: DevicesFile;
  readonly pins: PinCheck;
  readonly copy: CopyStatus;
  readonly secrets: Secrets;
  /** Left out of a till that can have no headquarters. */
  readonly openHq?: (events: HqEvents) => OpenHeadquarters;
  /** What the shell was told of a headquarters, for the form. */
  readonly hqOffered?: { readonly url: string; readonly code: string };
  /** Ends this process, which its shell starts again. */
  readonly startAgain?: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly software: { readonly name: string; readonly version: string; readonly hash: string };
  /** Names one life of the shell: a till that is started again by the same shell keeps its operators signed in. */
  readonly shellRunId: string;
  /** What went wrong while the parts were opened and can be sold without: shown from the first view on. */
  readonly openingFaults: readonly FaultCode[];
  /** How often this shell has started the till before. */
  readonly restarts: number;
}

/** Where the set-up of devices is kept. */
export interface DevicesFile {
  /** Durable when it returns; throws a Fault `device.file-not-written`, and the old set-up is still there. */
  write(devices: readonly DeviceConfig[]): void;
}

/** How the second copy stands, for the status strip. */
export interface CopyStatus {
  status(): StatusView['copy'];
}

/** What is keyed with the organisation's secret, which lies beside the till key and never in the database. */
export interface Secrets {
  /** HMAC-SHA-256 of `text` as `k1:` and 64 hex digits: the name of a card in a row, the body of a command. */
  keyed(text: string): string;
  /** The same under every key that this till knows, the present one first: how a card is looked up. */
  keyedUnderAll(text: string): readonly string[];
}
