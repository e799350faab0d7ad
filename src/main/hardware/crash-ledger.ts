/**
 * Whose crash it was. A driver says when it enters native code or takes a job; whoever said so last and has not been
 * heard from since is the suspect when the process dies.
 */
import type { Clock } from '#base/clock.ts';

const CRASHES_MAX = 3;
const WITHIN_MS = 60_000;
/** A process that hangs is given time before it is ended: three of them do not fit into a minute. */
const HANGS_WITHIN_MS = 5 * 60_000;

export interface Suspect {
  readonly deviceId: string;
  readonly driver: string;
}

export class CrashLedger {
  readonly #clock: Clock;
  /** The latest last. */
  #active: Suspect[] = [];
  readonly #crashes = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  started(): void {
    this.#active = [];
  }

  opening(suspect: Suspect): void {
    this.quiet(suspect.deviceId);
    this.#active.push(suspect);
  }

  /** The device was heard from: what it was doing went well. */
  quiet(deviceId: string): void {
    this.#active = this.#active.filter((active) => active.deviceId !== deviceId);
  }

  /** Its crashes are forgotten: somebody has seen to it. */
  forgive(deviceId: string): void {
    this.#crashes.delete(deviceId);
  }

  /** The suspect, and the device to leave out if it was its third time within a minute (five where it hung). */
  crashed({ hung }: { readonly hung: boolean }): { readonly suspect: Suspect | null; readonly disable: string | null } {
    const suspect = this.#active.at(-1) ?? null;
    this.#active = [];
    if (suspect === null) return { suspect, disable: null };
    const nowMs = this.#clock.monotonicMs();
    const recent = [...(this.#crashes.get(suspect.deviceId) ?? []), nowMs].filter(
      (atMs) => nowMs - atMs < (hung ? HANGS_WITHIN_MS : WITHIN_MS),
    );
    this.#crashes.set(suspect.deviceId, recent);
    return { suspect, disable: recent.length >= CRASHES_MAX ? suspect.deviceId : null };
  }
}
