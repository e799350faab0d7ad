/**
 * What a till and its headquarters have to do with each other. Door of the folder.
 *
 * `openHeadquarters({…})` puts line, sender, receiver and sinks together over one store; `start()` lets them speak. Nothing of it
 * reads a clock, a random number or the network but by what it is given.
 */
export { backOffMs } from './back-off.ts';
export { needsCode } from './contact.ts';
export { openHeadquarters } from './headquarters.ts';
export type { HeadquartersOptions } from './headquarters.ts';
export { httpTransport } from './http-transport.ts';
export { standalone } from './standalone.ts';
export { TrustedTime } from './trusted-time.ts';
export type {
  EnrolInput,
  EnrolOutcome,
  EnrolRefusal,
  Headquarters,
  HqEvents,
  HqLine,
  HqReply,
  HqStatus,
  HqTransport,
  OpenHeadquarters,
  TillFacts,
} from './port.ts';
