/** What every till must show when all trouble is over: what headquarters holds, of everything that comes down. */
import { type AccountId, branded, type PersonId, type ProductId } from '#base/brand.ts';
import { movedHere, quantityHere } from '#domain/stock/stock.ts';
import { ACCOUNT } from '#hq/accounts/tables.ts';
import { priceInStore } from '#hq/catalogue/catalogue.ts';
import { STREAM_HEAD } from '#hq/feed/tables.ts';
import { PERSON, PERSON_KEY } from '#hq/persons/tables.ts';
import { STOCK } from '#hq/stock/tables.ts';
import type { RunFacts } from './checkers.ts';
import type { Findings } from './findings.ts';
import type { World } from './world.ts';

/** Looks at every till. */
export async function checkTills(world: World, facts: RunFacts, findings: Findings): Promise<void> {
  await accounts(world, findings);
  await prices(world, findings);
  await persons(world, facts, findings);
  await stocksShown(world, findings);
  await cursors(world, findings);
}

async function accounts(world: World, findings: Findings): Promise<void> {
  for (const row of await world.rowsOf(ACCOUNT)) {
    if (row.kind === null) continue;
    for (const { till, tillId } of world.tills) {
      const seen = till.store().account(branded<AccountId>(row.account_id));
      const said = seen === undefined ? 'nothing' : `${seen.balance}`;
      findings.hold('a till shows the balance that headquarters holds', seen?.balance === row.balance, () => {
        return `${tillId} shows ${said} for account ${row.account_id}, headquarters ${row.balance}`;
      });
    }
  }
}

/** Prices of headquarters, those that began meanwhile and those of one store alone too. */
async function prices(world: World, findings: Findings): Promise<void> {
  for (const { till, tillId, storeId, clock } of world.tills)
    for (const productId of world.productIds) {
      // Prices begin by the later of the two clocks (docs/till-and-headquarters.md): one that is ten years ahead has them all.
      const atMs = Math.max(world.time.nowMs, clock.wallMs());
      const wanted = await world.settled(priceInStore(world.store.read, { productId, storeId, atMs }));
      const shown = till.catalogue().byId(branded<ProductId>(productId))?.priceMinor;
      findings.hold('a till sells at the price of headquarters', shown === wanted, () => {
        return `${tillId} sells ${productId} at ${String(shown)}, headquarters says ${String(wanted)}`;
      });
    }
}

/** Whoever was erased is known nowhere, and whoever was merged counts as the other everywhere. */
async function persons(world: World, facts: RunFacts, findings: Findings): Promise<void> {
  const rows = new Map((await world.rowsOf(PERSON)).map((row) => [row.person_id, row]));
  const keys = new Set((await world.rowsOf(PERSON_KEY)).map((row) => row.person_id));
  for (const [personId, row] of rows) {
    if (row.state !== 'erased') continue;
    findings.hold('headquarters keeps nothing of somebody erased', !keys.has(personId), () => {
      return `headquarters has the key of ${personId}, who was erased`;
    });
    for (const { till, tillId } of world.tills)
      findings.hold(
        'no till knows somebody erased',
        till.store().person(branded<PersonId>(personId)) === undefined,
        () => `${tillId} knows ${personId}, who was erased`,
      );
  }
  // A backup knows nothing of what was decided after it.
  if (facts.hqRestored) return;
  for (const personId of facts.erased)
    findings.hold('somebody erased stays erased', rows.get(personId)?.state === 'erased', () => {
      return `${personId} was erased, and is ${rows.get(personId)?.state ?? 'unknown'}`;
    });
  for (const personId of facts.merged.keys()) {
    // Whoever was erased afterwards is nobody any more, under either name.
    if (rows.get(personId)?.state === 'erased') continue;
    const survivor = rows.get(personId)?.merged_into ?? null;
    findings.hold('somebody merged stays merged', survivor !== null, () => `${personId} is merged no more`);
    for (const { till, tillId } of world.tills) {
      const seen = till.store().survivor(branded<PersonId>(personId));
      findings.hold('a till knows who was merged', survivor === null || seen === survivor, () => {
        return `${tillId} takes ${personId} for ${seen}, headquarters for ${survivor ?? 'nobody'}`;
      });
    }
  }
}

/** What a till knows of a stock, and shows where somebody ever said how much there is: headquarters' figure and its own later rows. */
async function stocksShown(world: World, findings: Findings): Promise<void> {
  for (const row of await world.rowsOf(STOCK))
    for (const { till, tillId, storeId } of world.tills) {
      if (storeId !== row.store_id) continue;
      const { stock } = till.store();
      const known = {
        importedMilli: till.catalogue().importedStockMilli(branded<ProductId>(row.product_id)),
        ownMilli: stock.ownMilli(row.product_id),
        isKept: stock.isKept(row.product_id),
        hq: stock.atHq(row.product_id),
      };
      const moved = movedHere(known);
      findings.hold('a till knows the stock that headquarters holds', moved === row.quantity_milli, () => {
        return `${tillId} knows ${moved} of ${row.product_id}, headquarters has ${row.quantity_milli}`;
      });
      const shown = quantityHere(known);
      const toShow = row.was_counted ? row.quantity_milli : undefined;
      findings.hold('a till shows the stock that somebody counted', shown === toShow, () => {
        return `${tillId} shows ${String(shown)} of ${row.product_id}, headquarters ${String(toShow)}`;
      });
    }
}

/** Every till has read every stream to its end. */
async function cursors(world: World, findings: Findings): Promise<void> {
  const heads = new Map((await world.rowsOf(STREAM_HEAD)).map(({ stream, position }) => [stream, position]));
  for (const { till, tillId } of world.tills) {
    const cursor = till.store().hq.progress().feedCursor;
    const read = cursor === null ? {} : positionsOf(cursor);
    findings.hold('a cursor names streams', Object.keys(read).length > 0, () => `${tillId} has no cursor of the feed`);
    for (const [stream, position] of Object.entries(read))
      findings.hold('a cursor is at the end of its stream', position === (heads.get(stream) ?? 0), () => {
        return `${tillId} has read ${stream} up to ${position}, its end is ${heads.get(stream) ?? 0}`;
      });
  }
}

/** A cursor is opaque to a till, and not to whoever looks over its shoulder (`src/hq/feed/cursor.ts`). */
function positionsOf(cursor: string): Readonly<Record<string, number>> {
  return (JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as { p: Record<string, number> }).p;
}
