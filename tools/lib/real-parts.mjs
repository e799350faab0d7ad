/**
 * The real parts that tests must have run with, by group of tests. A test says so itself (test/rig/real-part.ts); silence
 * about one of these fails the run, so that nothing is left out unnoticed.
 */
export const REQUIRED_PARTS = {
  devices: [
    'socat',
    'serialport',
    'pty + serialport',
    'cups',
    'pcscd',
    'vpcd',
    'smartcard',
    'umockdev hidraw + node-hid',
    'whole counter: serial scanner, pole display, network printer, PC/SC card, HID scanner',
  ],
  screen: ['camera film in Chromium', 'French keyboard under Xvfb'],
  electron: ['xorg'],
};
