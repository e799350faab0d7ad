/** A till and its headquarters: the link, the line over it, and sync, from enrolment to the last word. */
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import { fromBase64Url, toBase64Url, wallMsOf } from '#domain/journal/journal.ts';
import { freshKey } from '#node/fresh-key.ts';
import { keyIdOf } from '#node/journal-crypto.ts';
import { publicKeyOf } from '#node/request-signature.ts';
import { unsealSecrets } from '#node/sealed-secrets.ts';
import type { HqLink } from '#main/store/hq-port.ts';
import { type LiveSecret, requestKey, type TillStore } from '#main/store/store.ts';
import { Contact, needsCode } from './contact.ts';
import { enrolTill } from './enrol.ts';
import { startSync, type Sync } from './engine.ts';
import { hqAddress } from './http-transport.ts';
import type {
  EnrolInput,
  EnrolRefusal,
  FeedSink,
  HqEvents,
  HqLine,
  HqStatus,
  HqTransport,
  OpenHeadquarters,
} from './port.ts';
import { signedLine } from './signed-line.ts';
import { feedSinks } from './sinks.ts';
import { ALONE } from './standalone.ts';
import type { TrustedTime } from './trusted-time.ts';

export interface HeadquartersOptions {
  readonly store: TillStore;
  /** Who keeps products and prices. */
  readonly catalogue: readonly FeedSink[];
  readonly keysDir: string;
  readonly secret: LiveSecret;
  /** Carries calls to an address. */
  readonly transport: (url: string) => HqTransport;
  /** Shared with whoever goes by the time of headquarters before it is opened. */
  readonly time: TrustedTime;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly software: { readonly version: string; readonly hash: string };
  readonly events: HqEvents;
}

/** Opens what this till has of a headquarters; it begins to speak at `start`. */
export function openHeadquarters(options: HeadquartersOptions): OpenHeadquarters {
  const { store, keysDir, secret, clock, random, log, events, time } = options;
  let contact = new Contact(clock, () => {});
  let sync: Sync | null = null;
  let line: HqLine | null = null;
  let stopped = false;
  let started = false;

  function inTurn(work: () => void): void {
    if (!stopped) events.turn(work);
  }

  const sinks = feedSinks({
    ...options,
    onShopChanged: () => inTurn(() => events.shopChanged()),
    onPersonsChanged: (personIds) => inTurn(() => events.personsChanged(personIds)),
  });

  /** The line to the headquarters of a link, and sync over it. */
  function join(link: HqLink): void {
    const joined = new Contact(clock, () => {
      if (joined.isReached) sync?.reached();
      inTurn(() => events.statusChanged());
    });
    contact = joined;
    const own = signedLine({
      transport: options.transport(link.url),
      tillId: store.identity.tillId,
      requestKey: requestKey(keysDir),
      pinnedKey: link.publicKey,
      clock,
      log,
      onTime(hqTimeMs) {
        if (stopped || contact !== joined) return;
        time.heard(hqTimeMs);
        inTurn(() => events.hqTime(hqTimeMs));
      },
      onIncarnation: (incarnation) => contact === joined && lives(incarnation),
      onIdentity: (isPinned) => contact === joined && joined.refuse('identity', isPinned ? null : 'other-key'),
    });
    line = own;
    sync = startSync({
      ...options,
      line: own,
      sinks,
      pinnedKey: link.publicKey,
      contact: joined,
      facts: () => events.facts(),
      adoptSecrets: () => adoptSecrets(own),
      onNames: ({ storeName, tillName }) => rename(storeName, tillName),
      onProgress: () => inTurn(() => events.statusChanged()),
    });
  }

  /** Headquarters that came back from a backup asks anew where everything stands. */
  function lives(incarnation: string): void {
    const link = store.hq.link();
    if (stopped || link === null || link.incarnation === incarnation) return;
    log.warn('hq.incarnation', { before: link.incarnation, now: incarnation });
    store.note(({ hq }) => hq.putLink({ ...link, incarnation }));
    sync?.startAnew();
  }

  function rename(storeName: string, tillName: string): void {
    const link = store.hq.link();
    if (stopped || link === null || (link.storeName === storeName && link.tillName === tillName)) return;
    store.note(({ hq }) => hq.putLink({ ...link, storeName, tillName }));
    inTurn(() => events.statusChanged());
  }

  /** Whether the secrets of the organisation are here now. */
  async function adoptSecrets(over: HqLine): Promise<boolean> {
    const exchange = freshKey(random);
    const reply = await over.call('secrets', { exchangeKey: toBase64Url(publicKeyOf(exchange)) });
    if (stopped || reply.kind !== 'answered') return false;
    const given = unsealSecrets({ sealed: reply.answer.sealedSecrets, reader: exchange });
    if (given === undefined) log.error('hq.secrets-unreadable');
    else secret.adopt(given);
    return given !== undefined;
  }

  /**
   * What an enrolment is tried with. A till that headquarters does not know any more may be enrolled again, and only at
   * the headquarters whose key it pinned: what it keeps is that one's.
   */
  function admitted(input: EnrolInput): EnrolInput | EnrolRefusal {
    const link = store.hq.link();
    if (link === null) return input;
    if (!needsCode(contact.refusal)) return 'already-enrolled';
    const pinnedKey = fromBase64Url(link.publicKey);
    if (pinnedKey === undefined) return 'not-understood';
    const fingerprint = keyIdOf(pinnedKey);
    if (input.fingerprint !== null && input.fingerprint !== fingerprint) return 'other-key';
    return { ...input, fingerprint };
  }

  function status(): HqStatus {
    const link = store.hq.link();
    if (link === null || store.readOnly !== null) return ALONE;
    const { url, storeName, tillName } = link;
    const { refusal, isReached, lastContactMs } = contact;
    return {
      link: refusal !== null ? 'refused' : isReached ? 'online' : 'offline',
      refusal,
      unsent: sync?.unsent() ?? 0,
      oldestUnsentMs: oldestUnsentMs(),
      lastContactMs,
      url,
      storeName,
      tillName,
    };
  }

  let oldestUnsent: { readonly place: string; readonly atMs: number | undefined } = { place: '', atMs: undefined };

  function oldestUnsentMs(): number | null {
    const first = sync?.firstUnsent() ?? null;
    if (first === null) return null;
    const place = `${first.chainId} ${first.after}`;
    // Asked at every tick, and a row never changes.
    if (oldestUnsent.place !== place) {
      const [row] = store.rowsAfter(first.chainId, first.after, 1);
      oldestUnsent = { place, atMs: row === undefined ? undefined : wallMsOf(row.at) };
    }
    const { atMs } = oldestUnsent;
    return atMs === undefined ? null : Math.max(0, Math.floor(clock.wallMs() - atMs));
  }

  return {
    headquarters: {
      get line() {
        return line;
      },
      status,
      trustedMs: () => time.grantsMs(),
      wake: () => sync?.wake(),
      firstUnsent: () => sync?.firstUnsent() ?? null,
    },
    async enrol(asked) {
      const input = admitted(asked);
      if (typeof input === 'string') return { kind: 'refused', reason: input };
      const url = hqAddress(input.url);
      if (url === null) return { kind: 'refused', reason: 'address-invalid' };
      const outcome = await enrolTill({
        ...options,
        ...input,
        url,
        transport: options.transport(url),
        requestKey: requestKey(keysDir),
      });
      const link = store.hq.link();
      if (outcome.kind === 'enrolled' && link !== null && started && !stopped) {
        sync?.stop();
        join(link);
      }
      return outcome;
    },
    start() {
      started = true;
      const link = store.hq.link();
      if (link !== null && store.readOnly === null && sync === null) join(link);
    },
    stop() {
      stopped = true;
      sync?.stop();
      for (const sink of sinks) sink.stop?.();
    },
  };
}
