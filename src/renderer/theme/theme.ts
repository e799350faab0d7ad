/**
 * Mantine in the shop's clothes. Colours and sizes are custom properties in `theme.css`, so that no style is ever
 * written into the page by a script and the strictest content policy holds.
 */
import { createTheme } from '@mantine/core';

export const theme = createTheme({
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});
