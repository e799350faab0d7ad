/**
 * A lost machine made anew of what headquarters holds: it takes the identity of its till by a code made for that till, fetches the
 * rows of every chain, checks each of them, and goes on in a new chain with a new key. The lost machine is not answered any more.
 */
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import { RECOVERING_TILL } from '#contract/sync/request.ts';
import { type CallAnswer, PUSH_ROWS_MAX } from '#contract/sync/sync.ts';
import {
  type HqEnrolledPayload,
  type NewEntry,
  type Payload,
  type Row,
  type SoftwareIdentity,
  toBase64Url,
} from '#domain/journal/journal.ts';
import { freshKey } from '#node/fresh-key.ts';
import { publicKeyOf } from '#node/request-signature.ts';
import { unsealSecrets } from '#node/sealed-secrets.ts';
import type { Shop } from '#main/store/port.ts';
import { adoptSecrets, RebuiltFolder, requestKey } from '#main/store/store.ts';
import { linkOf, meet, refusalOf } from './enrol.ts';
import type { EnrolRefusal, HqLine, HqTransport } from './port.ts';
import { signedLine, signedOnce } from './signed-line.ts';

/** What no row says of a shop, and no headquarters knows. */
export interface ShopHabits {
  readonly receiptLanguage: Shop['receiptLanguage'];
  readonly timeZone: string;
}

export interface RebuildFromHqOptions {
  readonly url: string;
  readonly code: string;
  readonly fingerprint: string | null;
  readonly dataDir: string;
  readonly keysDir: string;
  readonly migrationsDir: string;
  readonly habits: ShopHabits;
  readonly transport: HqTransport;
  readonly software: SoftwareIdentity;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onProgress?: (rows: number) => void;
}

export type RebuildOutcome =
  | {
      readonly kind: 'rebuilt';
      readonly tillId: string;
      readonly tillName: string;
      readonly storeName: string;
      readonly rows: number;
      readonly chainOrdinal: number;
    }
  | {
      readonly kind: 'refused';
      readonly reason: EnrolRefusal | 'folder-not-empty' | 'code-for-new-till' | 'no-rows' | 'rows-damaged';
      readonly detail: string;
    };

type Found = Extract<CallAnswer<'recover'>, { readonly kind: 'found' }>;

/**
 * Rebuilds a till into an empty folder. Asked again with the same code and keys folder it goes the same way. Throws a Fault where
 * the disk refuses.
 */
export async function rebuildFromHq(options: RebuildFromHqOptions): Promise<RebuildOutcome> {
  const { transport, keysDir, code, random, log } = options;
  const folder = RebuiltFolder.begin(options);
  if (folder === null) return refused('folder-not-empty', options.dataDir);
  let done = false;
  try {
    const met = await meet(options);
    if ('refused' in met) return refused(met.refused);
    const key = requestKey(keysDir);
    const exchange = freshKey(random);
    const input = {
      code,
      requestKey: toBase64Url(publicKeyOf(key)),
      exchangeKey: toBase64Url(publicKeyOf(exchange)),
    };
    const { challenge, publicKey } = met.challenge;
    const signing = { transport, tillId: RECOVERING_TILL, requestKey: key, challenge, log };
    const reply = await signedOnce('recover', input, signing);
    if (reply.kind !== 'answered') return refused(refusalOf(reply));
    const found = reply.answer;
    if (found.kind === 'refused') return refused(found.reason);
    const secrets = unsealSecrets({ sealed: found.sealedSecrets, reader: exchange });
    if (secrets === undefined) return refused('not-understood');
    adoptSecrets(keysDir, secrets);
    const line = signedLine({
      transport,
      tillId: found.tillId,
      requestKey: key,
      pinnedKey: publicKey,
      clock: options.clock,
      log,
      onTime: () => {},
      onIncarnation: () => {},
      onIdentity: () => {},
    });
    const trouble = await fetchChains(folder, line, found, options.onProgress);
    if (trouble !== null) return trouble;
    const genesis = folder.lastGenesis();
    if (genesis === undefined) return refused('no-rows', found.tillId);
    const built = folder.finish({
      shop: shopOf(genesis, options.habits),
      link: linkOf(options.url, met.challenge, found),
      enrolled: enrolledEntry(found, { publicKey, requestKey: input.requestKey, random }),
    });
    done = true;
    const { tillId, rows, chainOrdinal } = built;
    return { kind: 'rebuilt', tillId, rows, chainOrdinal, tillName: found.tillName, storeName: found.storeName };
  } finally {
    if (!done) folder.abandon();
  }
}

/** Fetches every chain, the oldest first; what is wrong, or null. */
async function fetchChains(
  folder: RebuiltFolder,
  line: HqLine,
  found: Found,
  onProgress: ((rows: number) => void) | undefined,
): Promise<RebuildOutcome | null> {
  const chains = found.chains.toSorted((left, right) => left.chain.ordinal - right.chain.ordinal);
  let rows = 0;
  for (const { chain, seq } of chains) {
    const take = folder.chain(chain.ordinal);
    for (let after = 0; after < seq;) {
      const reply = await line.call('rows', { chainId: chain.chainId, after, limit: PUSH_ROWS_MAX });
      if (reply.kind !== 'answered') return refused(refusalOf(reply));
      const { rows: lines } = reply.answer;
      if (lines.length === 0) return refused('rows-damaged', `${chain.chainId}: ${after} / ${seq}`);
      const flaw = take(lines);
      if (flaw !== null) return refused('rows-damaged', `${chain.chainId}, ${flaw}`);
      after += lines.length;
      rows += lines.length;
      onProgress?.(rows);
    }
  }
  return null;
}

/** The shop as its last genesis names it. */
function shopOf(genesis: Row, habits: ShopHabits): Shop {
  const { shop } = JSON.parse(genesis.payload) as { readonly shop: Payload };
  const text = (name: string): string => (typeof shop[name] === 'string' ? shop[name] : '');
  const lines = shop['address_lines'];
  const activityCode = text('activity_code');
  return {
    name: text('name'),
    addressLines: Array.isArray(lines) ? lines.map(String) : [],
    countryCode: text('country_code'),
    registrationId: text('registration_id'),
    vatId: text('vat_id'),
    ...(activityCode === '' ? {} : { activityCode }),
    currencyCode: text('currency_code'),
    receiptFooterLines: [],
    printByDefault: false,
    closureDaysMax: CLOSURE_DAYS_MAX,
    ...habits,
  };
}

/** As a new shop has it (docs/new-shop.md). */
const CLOSURE_DAYS_MAX = 5;

/** The row that says that this machine works with headquarters, and by which key. */
function enrolledEntry(
  found: Found,
  given: { readonly publicKey: string; readonly requestKey: string; readonly random: Random },
): NewEntry {
  const payload: HqEnrolledPayload = {
    organisation_id: found.organisationId,
    store_id: found.storeId,
    hq_public_key: given.publicKey,
    request_key: given.requestKey,
  };
  return { entryId: given.random.uuid(), family: 'L', kind: 'hq-enrolled', payload };
}

function refused(
  reason: Extract<RebuildOutcome, { readonly kind: 'refused' }>['reason'],
  detail = '',
): Extract<RebuildOutcome, { readonly kind: 'refused' }> {
  return { kind: 'refused', reason, detail };
}
