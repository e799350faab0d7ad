/**
 * What this version is, and says it is. Day, month and year closings and the archive do not exist yet, so that every
 * ticket is marked as a demonstration, on screen, on paper and in its row.
 */
export const DEMONSTRATION = true;
