export const tenth = 10;
