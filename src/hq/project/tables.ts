/** How far the second step has come. */
import { int, table, text } from '../store/port.ts';

export const PROJECTOR_CURSOR = table({
  name: 'projector_cursor',
  about: 'The last row of a chain that a projector has seen. Locked by whoever goes on.',
  key: ['chain_id', 'projector'],
  columns: { chain_id: text, projector: text, seq: int },
});

export const PENDING_CHAIN = table({
  name: 'pending_chain',
  about: 'Chains with rows that not every projector has seen: written with the rows, so that a crash forgets none.',
  key: ['bucket', 'chain_id'],
  columns: {
    /** Of sixteen, by the chain's id: spread over machines, and found without knowing any chain. */
    bucket: int,
    chain_id: text,
    seq: int,
  },
});

export const UNPROJECTED = table({
  name: 'unprojected',
  about: 'Authentic rows that a projector did not understand: kept, and tried again when asked.',
  key: ['chain_id', 'projector', 'seq'],
  columns: { chain_id: text, projector: text, seq: int, kind: text, reason: text, at_ms: int },
});

export const UNPROJECTED_CHAIN = table({
  name: 'unprojected_chain',
  about: 'Which chains have rows that were not understood.',
  key: ['organisation_id', 'chain_id'],
  columns: { organisation_id: text, chain_id: text },
});

export const PROJECT_TABLES = [PROJECTOR_CURSOR, PENDING_CHAIN, UNPROJECTED, UNPROJECTED_CHAIN];
