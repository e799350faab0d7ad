/**
 * Branded ids: a TicketId is a string that only a TicketId slot takes. The brand exists for the compiler alone.
 */
declare const brand: unique symbol;

/** `T` marked with a name, so that two ids of the same representation never change places. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type CommandId = Brand<string, 'CommandId'>;
export type EntryId = Brand<string, 'EntryId'>;
export type TicketId = Brand<string, 'TicketId'>;
export type LineId = Brand<string, 'LineId'>;
export type ProductId = Brand<string, 'ProductId'>;
export type OperatorId = Brand<string, 'OperatorId'>;
export type StationId = Brand<string, 'StationId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type ChainId = Brand<string, 'ChainId'>;
export type TillId = Brand<string, 'TillId'>;
export type KeyId = Brand<string, 'KeyId'>;
export type JobId = Brand<string, 'JobId'>;
export type PersonId = Brand<string, 'PersonId'>;
export type AccountId = Brand<string, 'AccountId'>;
export type CardId = Brand<string, 'CardId'>;
export type DeviceId = Brand<string, 'DeviceId'>;

/** Puts the brand on a string whose origin vouches for it: a schema that parsed it, a store that held it. */
export function branded<T extends Brand<string, string>>(text: string): T {
  return text as T;
}
