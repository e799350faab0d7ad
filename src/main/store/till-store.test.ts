import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { makeShop, sell } from './testing.ts';

describe('the store', () => {
  const shop = makeShop();
  after(() => shop.remove());

  test('keeps a sale whole and finds it again after it was opened anew', () => {
    const store = shop.open();
    const ticketId = sell(store);
    assert.equal(store.head().seq, 4);
    assert.equal(store.nextTicketNumber(), '000002');
    store.checkpoint();
    store.close();

    const again = shop.open();
    const ticket = again.ticket(ticketId);
    assert.equal(ticket?.number, '000001');
    assert.equal(ticket.receiptJob?.state, 'queued');
    assert.equal(again.payments(ticketId).length, 2);
    assert.equal(again.openJobs().length, 2);
    again.close();
  });
});
