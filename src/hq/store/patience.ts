/**
 * Who can wait: a till that only listens for news waits behind those who bring sales. A thousand that listen ask a thousand things
 * each time something changed, and a push, which asks ten things one after the other, would wait behind all of them ten times.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const patience = new AsyncLocalStorage<boolean>();

/** Whatever this work asks of the store waits behind what others ask. */
export function patiently<T>(work: () => T): T {
  return patience.run(true, work);
}

/** Work that somebody patient began, and that others wait for. */
export function hurriedly<T>(work: () => T): T {
  return patience.run(false, work);
}

/** Whether what is asked now can wait. */
export function isPatient(): boolean {
  return patience.getStore() === true;
}
