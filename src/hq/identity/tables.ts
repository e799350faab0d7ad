/** Who headquarters is. Several nodes share it, so that it lies in the database; docs/spec/sync.md says what that means. */
import { bytes, flag, int, table, text } from '../store/port.ts';

/** The one organisation of a database. */
export const ORGANISATION = table({
  name: 'organisation',
  about: 'The organisation and the keys of headquarters; one row. Locked by what must happen once in all of it.',
  key: ['place'],
  columns: {
    place: text,
    organisation_id: text,
    name: text,
    currency_code: text,
    time_zone: text,
    /** Another after each return from a backup. */
    incarnation: text,
    /** Whether chains are still to be heard of since then. */
    is_recovering: flag,
    /** P-256, PKCS #8: acknowledgements and grants. */
    signing_key: bytes,
    /** P-256, PKCS #8: what tills seal to headquarters. */
    exchange_key: bytes,
    /** 32 bytes: challenges and the hashes of enrolment codes. */
    challenge_key: bytes,
    created_at_ms: int,
  },
});

export const ORGANISATION_SECRET = table({
  name: 'organisation_secret',
  about: 'What PINs and numbers of cards are keyed with: the key of headquarters, and those that tills brought.',
  key: ['organisation_id', 'secret_sha256'],
  columns: {
    organisation_id: text,
    secret_sha256: text,
    secret_id: text,
    secret: bytes,
    is_present: flag,
    added_at_ms: int,
  },
});

export const IDENTITY_TABLES = [ORGANISATION, ORGANISATION_SECRET];
