/** Refunds across tills at headquarters. Door of the folder. */
export { refundHandlers } from './handlers.ts';
export { ticketNumbers } from './numbers.ts';
export { REFUNDS_PROJECTOR } from './project.ts';
export { readReservationsOfChain, writeOffReservation } from './write-off.ts';
