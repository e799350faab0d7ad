import { int, table, text } from '../store/port.ts';

/** Calls that were answered, for as long as their challenge could be used again. */
export const CALL_SEEN = table({
  name: 'call_seen',
  about: 'Calls that were made, so that none is made again. Kept for as long as its challenge is fresh.',
  key: ['till_id', 'issued_ms', 'call'],
  columns: {
    till_id: text,
    /** When headquarters gave the challenge. */
    issued_ms: int,
    /** Challenge and counter. */
    call: text,
  },
});
