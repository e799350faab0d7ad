/** What headquarters shows of this till, told every minute; and the secrets of the organisation, asked for when they may be others. */
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import { wallMsOf } from '#domain/journal/journal.ts';
import type { ChainId } from '#base/brand.ts';
import type { Store } from '#main/store/port.ts';
import { backOffMs } from './back-off.ts';
import type { Contact } from './contact.ts';
import { Pause } from './pause.ts';
import type { HqLine, TillFacts } from './port.ts';

const REPORT_MS = 60_000;
/** A change of a device, or that a row is missing, is told soon, and not with every sale. */
const SOON_MS = 5_000;
const DEVICES_MAX = 60;

export interface TellerOptions {
  readonly store: Store;
  readonly line: HqLine;
  readonly contact: Contact;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly facts: () => TillFacts;
  readonly unsent: () => number;
  readonly firstUnsent: () => { readonly chainId: ChainId; readonly after: number } | null;
  readonly hole: () => { readonly chainId: ChainId; readonly after: number } | null;
  /** False where it has to be tried again. */
  readonly adoptSecrets: () => Promise<boolean>;
  readonly onNames: (names: { readonly storeName: string; readonly tillName: string }) => void;
}

export class Teller {
  readonly #options: TellerOptions;
  readonly #pause: Pause;
  #stopped = false;
  #failures = 0;
  #secretsWanted = true;
  #told = '';

  constructor(options: TellerOptions) {
    this.#options = options;
    this.#pause = new Pause(options.clock);
  }

  wake(): void {
    this.#pause.wake();
  }

  /** Other tills may have brought keys. */
  wantSecrets(): void {
    this.#secretsWanted = true;
    this.wake();
  }

  stop(): void {
    this.#stopped = true;
    this.wake();
  }

  /** Tells until it is stopped. */
  async run(): Promise<void> {
    const { clock, random } = this.#options;
    let nextMs = 0;
    while (!this.#stopped) {
      const facts = this.#devicesTold();
      const isNew = facts !== this.#told || this.#secretsWanted;
      if (clock.monotonicMs() >= nextMs || (isNew && this.#failures === 0)) {
        const isTold = await this.#tell();
        if (this.#stopped) return;
        this.#failures = isTold ? 0 : this.#failures + 1;
        if (isTold) this.#told = facts;
        if (isTold && this.#secretsWanted) await this.#adopt();
        if (this.#stopped) return;
        nextMs = clock.monotonicMs() + (isTold ? REPORT_MS : backOffMs(this.#failures, random) + SOON_MS);
      }
      await this.#pause.wait(SOON_MS);
    }
  }

  async #adopt(): Promise<void> {
    const { log, adoptSecrets } = this.#options;
    try {
      this.#secretsWanted = !(await adoptSecrets());
    } catch (error) {
      log.warn('hq.secrets-not-adopted', { detail: String(error) });
    }
  }

  #devicesTold(): string {
    const { copyState, devices } = this.#options.facts();
    return JSON.stringify([copyState, devices.map(({ id, state }) => [id, state]), this.#options.hole()]);
  }

  async #tell(): Promise<boolean> {
    const { store, line, contact, clock, facts, unsent, firstUnsent, hole, onNames } = this.#options;
    const { version, priceListMs, copyState, devices } = facts();
    const { chainId } = store.identity;
    const first = firstUnsent();
    const [row] = first === null ? [] : store.rowsAfter(first.chainId, first.after, 1);
    const reply = contact.heard(
      'report',
      await line.call('report', {
        version: version.slice(0, 32),
        chainId,
        seq: store.head().seq,
        unsent: unsent(),
        oldestUnsentMs: row === undefined ? null : (wallMsOf(row.at) ?? null),
        priceListMs,
        copyState: copyState.slice(0, 32),
        devices: devices.slice(0, DEVICES_MAX).map(({ id, kind, name, state }) => ({
          id: id.slice(0, 64),
          kind: kind.slice(0, 32),
          name: name.slice(0, 100),
          state: state.slice(0, 32),
        })),
        wallMs: Math.floor(clock.wallMs()),
        acked: store.hq.ack(chainId),
        hole: hole() ?? undefined,
      }),
    );
    if (this.#stopped || reply.kind !== 'answered') return false;
    onNames(reply.answer);
    // Kept for the next process: a till that starts without a network goes by it.
    store.note(({ hq }) => hq.putProgress({ hqTimeMs: reply.answer.hqTimeMs }));
    return true;
  }
}
