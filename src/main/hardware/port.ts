/**
 * What the till asks of its devices. Nothing here is awaited by a command: jobs are given away after their commit and
 * come back as calls.
 */
import type { Job, JobState } from '#main/store/port.ts';

export interface DeviceHealth {
  readonly deviceId: string;
  readonly kind: 'printer' | 'scanner' | 'drawer';
  readonly name: string;
  readonly state: 'ready' | 'connecting' | 'trouble' | 'absent' | 'disabled';
  readonly fault?: string;
}

export interface HardwareEvents {
  onRead(read: {
    readonly deviceId: string;
    readonly readId: string;
    readonly text: string;
    readonly symbology?: string;
  }): void;
  onHealth(health: DeviceHealth): void;
  onJob(job: {
    readonly jobId: string;
    readonly state: Extract<JobState, 'printed' | 'handed-over' | 'failed' | 'unknown'>;
    readonly fault?: string;
  }): void;
  /** The devices process went away; jobs in flight were reported through onJob as unknown. */
  onRestart(restart: { readonly count: number; readonly driver?: string }): void;
}

export interface Hardware {
  /** The printer that receipts go to, and whether a drawer hangs on it. */
  receiptPrinter(): { readonly deviceId: string; readonly drawer: boolean } | null;
  health(): readonly DeviceHealth[];
  /** True when the device can take a job now; a job is made `sending` durably between this and `send`. */
  readyFor(job: Job): boolean;
  /** Sends a job whose state is durably `sending`. Exactly one onJob follows. */
  send(job: Job): void;
  close(): Promise<void>;
}
