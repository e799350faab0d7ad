/**
 * The real parts that tests must have run with, by group of tests. A test says so itself (test/rig/real-part.ts); silence
 * about one of these fails the run, so that nothing is left out unnoticed.
 */
export const REQUIRED_PARTS = {
  devices: [],
  screen: [],
  electron: [],
};
